/** Script of the page: the findings, the matrix, its legend. Uses `page-elements.ts`. */
export const MATRIX_SCRIPT = String.raw`
  function buildFindings() {
    var to = section('findings');
    if (data.findings.length === 0) to.add(el('p', null, 'None.'));
    data.findings.forEach(function (group) {
      to.add(el('h3', null, group.head + (group.all.length > 1 ? ' (' + number(group.all.length) + ')' : '')));
      to.add(table(['what', 'where', 'revision', 'why'], group.all.map(function (finding) {
        var where = some(finding.tests, 'test') + ' · ' + some(finding.designs, 'design');
        return [finding.what, runLink(finding.runs[0], say(where)), finding.revision, finding.why];
      }), group.head, true));
    });
  }

  function buildMatrix() {
    var to = section('matrix');
    unique(report.runs.map(function (run) { return run.revision; })).forEach(function (revision) {
      var here = new Map();
      report.runs.forEach(function (run, index) {
        if (run.revision === revision) here.set(JSON.stringify([run.test, run.design]), index);
      });
      var indices = Array.from(here.values());
      var tests = unique(indices.map(function (i) { return report.runs[i].test; }));
      var designs = unique(indices.map(function (i) { return report.runs[i].design; }));
      to.add(el('h3', null, say(revision)));
      to.add(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Matrix, ' + revision },
        el('table', { class: 'matrix' },
          el('thead', null, el('tr', null, el('td'), designs.map(function (design) {
            return el('th', { scope: 'col' }, say(design));
          }))),
          el('tbody', null, tests.map(function (test) {
            return el('tr', null,
              el('th', { scope: 'row' }, el('a', { href: hrefOf(testId(test)) }, say(test))),
              designs.map(function (design) {
                var index = here.get(JSON.stringify([test, design]));
                return el('td', null, index === undefined ? null : matrixCell(index));
              }));
          })))));
    });
    to.add(legend());
  }
  function matrixCell(index) {
    var run = report.runs[index];
    var mark = data.marks[index];
    var says = run.test + ' under ' + run.design + ': ' + mark.says;
    var link = runLink(index, mark.character);
    link.className = 'tone-' + mark.tone;
    link.title = says;
    link.setAttribute('aria-label', says);
    return link;
  }
  function legend() {
    var marks = new Map(data.marks.map(function (mark) { return [mark.character + mark.says, mark]; }));
    return el('ul', { class: 'legend', 'aria-label': 'Legend' }, Array.from(marks.values(), function (mark) {
      return el('li', null, el('b', { class: 'tone-' + mark.tone }, mark.character), mark.says);
    }));
  }
`;
