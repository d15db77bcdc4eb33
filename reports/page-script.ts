/**
 * The script of the page: builds the sections from the data in it.
 *
 * It is plain JavaScript for a browser, kept as text because the page must hold it as text, and
 * in pieces because each has one subject. No backtick and no dollar-brace may occur in a piece. A
 * section that cannot be built says so and leaves the others alone.
 */
import { ELEMENTS_SCRIPT } from './page-elements.ts';
import { KEYS_SCRIPT } from './page-keys.ts';
import { LANES_SCRIPT } from './page-lanes.ts';
import { MATRIX_SCRIPT } from './page-matrix.ts';
import { TABLES_SCRIPT } from './page-tables.ts';
import { TESTS_SCRIPT } from './page-tests.ts';

const START_SCRIPT = String.raw`
  [['findings', buildFindings], ['matrix', buildMatrix], ['tests', buildTests],
    ['assertions', buildAssertions], ['designs', buildDesigns], ['calls', buildCalls],
    ['search', buildSearch], ['environment', buildEnvironment]].forEach(function (each) {
    try {
      each[1]();
    } catch (error) {
      section(each[0]).add(el('p', { class: 'missing' },
        'This section could not be built (' + error.message + '). Its data is in report.json.'));
    }
  });
  window.addEventListener('hashchange', openTarget);
  window.addEventListener('beforeprint', openNews);
  openTarget();
`;

export const PAGE_SCRIPT = `
'use strict';
(async function () {
${ELEMENTS_SCRIPT}${MATRIX_SCRIPT}${TESTS_SCRIPT}${LANES_SCRIPT}${TABLES_SCRIPT}${KEYS_SCRIPT}${START_SCRIPT}})().catch(function (error) {
  var says = document.createElement('p');
  says.className = 'missing';
  says.textContent = 'The rest of this page could not be built (' + error.message +
    '). It needs a browser of 2023 or newer; the same results are in report.json and report.log.';
  document.querySelector('main').prepend(says);
});
`;
