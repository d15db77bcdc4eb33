/**
 * Script of the page: the tests, their runs, the filter. Uses `page-elements.ts`.
 *
 * A test's runs and a run's results are built when they are opened, so that a page of 1,500 runs
 * opens at once.
 */
export const TESTS_SCRIPT = String.raw`
  function buildTests() {
    var to = section('tests');
    var filter = el('input', { type: 'search', id: 'filter', placeholder: 'name, design, word' });
    var which = el('select', { id: 'which' }, [
      ['all', 'all tests'], ['news', 'not expected or stale'], ['violated', 'VIOLATED'],
      ['unanswered', 'no answer']
    ].map(function (option) { return el('option', { value: option[0] }, option[1]); }));
    var openAll = el('button', { type: 'button' }, 'Open all that are not as expected');
    openAll.addEventListener('click', openNews);
    var told = el('span', { role: 'status', class: 'soft' });
    to.add(el('div', { class: 'tools' },
      el('label', { for: 'filter' }, 'Filter (/)'), filter,
      el('label', { for: 'which' }, 'Show'), which, openAll, told));
    var byTest = new Map();
    report.runs.forEach(function (run, index) {
      if (!byTest.has(run.test)) byTest.set(run.test, []);
      byTest.get(run.test).push(index);
    });
    var rows = report.tests.map(function (test) {
      var row = testRow(test, byTest.get(test.name) || []);
      to.add(row.element);
      return row;
    });
    function applyFilter() {
      var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = rows.filter(function (row) {
        var fits = words.every(function (word) { return row.words.includes(word); });
        row.element.hidden = !fits || !row.indices.some(function (i) { return isWanted(i, which.value); })
          && which.value !== 'all';
        return !row.element.hidden;
      });
      told.textContent = shown.length + ' of ' + rows.length + ' tests shown. Keys: j, k: next, previous; f: next failure.';
    }
    filter.addEventListener('input', applyFilter);
    which.addEventListener('change', applyFilter);
    applyFilter();
  }
  function isWanted(index, which) {
    var run = report.runs[index];
    if (which === 'news') return isNews(run);
    if (which === 'violated') return run.verdict === 'VIOLATED';
    if (which === 'unanswered') return run.standing === 'unfinished' || run.verdict !== 'VIOLATED' && run.verdict !== 'VERIFIED';
    return true;
  }
  function isNews(run) {
    return run.standing === 'unexpected' || run.standing === 'stale' || run.verdict === 'ERROR';
  }

  function testRow(test, indices) {
    var tally = new Map();
    indices.forEach(function (index) {
      var mark = data.marks[index];
      var entry = tally.get(mark.character) || { mark: mark, count: 0 };
      entry.count++;
      tally.set(mark.character, entry);
    });
    var body = el('div', { class: 'body' });
    var element = el('details', { class: 'test', id: testId(test.name) },
      el('summary', null, el('b', null, say(test.name)), ' ', el('span', { class: 'soft' }, say(test.family)),
        Array.from(tally.values(), function (entry) {
          var text = entry.mark.character + ' ' + entry.count;
          return el('span', { class: 'tally tone-' + entry.mark.tone, title: entry.mark.says }, text);
        })),
      body);
    whenOpened(element, function () { fillTest(body, test, indices); });
    var words = [test.name, test.doc, test.family, test.ref || ''].concat(indices.map(function (i) {
      return report.runs[i].design;
    })).join(' ').toLowerCase();
    return { element: element, indices: indices, words: words };
  }
  function whenOpened(details, fill) {
    details.fillNow = function () {
      if (!details.filled) { details.filled = true; fill(); }
    };
    details.addEventListener('toggle', function () { if (details.open) details.fillNow(); });
  }
  function fillTest(body, test, indices) {
    body.append(el('p', null, say(test.doc)));
    body.append(el('p', { class: 'soft' }, code(test.file), ' · hash ', code(test.hash),
      test.ref === null ? null : [' · from ', say(test.ref)]));
    body.append(el('pre', { tabindex: '0', 'aria-label': 'Source of ' + test.name }, test.source));
    unique(indices.map(function (i) { return report.runs[i].revision; })).forEach(function (revision) {
      body.append(el('h3', null, say(revision)));
      indices.filter(function (i) { return report.runs[i].revision === revision; })
        .forEach(function (index) { body.append(runRow(index)); });
    });
    if (indices.length === 0) body.append(el('p', { class: 'missing' }, 'No run of this test is in this report.'));
  }

  function runRow(index) {
    var run = report.runs[index];
    var mark = data.marks[index];
    var body = el('div', { class: 'body' });
    var element = el('details', { class: 'run', id: runId(run) },
      el('summary', null,
        el('span', { class: 'mark tone-' + mark.tone, 'aria-hidden': 'true' }, mark.character),
        el('b', null, say(run.design)), ' ',
        toned(mark.tone, run.verdict), ' (' + run.standing + '): ', say(run.why)),
      body);
    element.runIndex = index;
    whenOpened(element, function () { fillRun(body, run, index); });
    return element;
  }
  function fillRun(body, run, index) {
    var search = run.search;
    var size = plural(search.states, 'state') + ', ' + plural(search.transitions, 'transition') + ', '
      + (search.elapsedMs / 1000).toFixed(2) + ' s';
    if (search.complete) body.append(el('p', { class: 'soft' }, 'Searched whole: ' + size + '.'));
    else body.append(el('p', { class: 'missing' }, 'Cut (' + search.stopped + '): complete to depth '
      + number(search.completeDepth) + ', ' + plural(search.frontier, 'state') + ' not expanded. ' + size + '.'));
    body.append(el('h4', null, 'Condition'));
    body.append(el('p', null, code(run.condition.text), ' ',
      toned(tones[run.condition.verdict], run.condition.verdict), ': ', say(run.condition.why),
      ' (' + plural(run.condition.positive, 'end state') + ' in which it holds, '
      + number(run.condition.negative) + ' in which it does not)'));
    body.append(outcomes(run));
    body.append(assertions(run));
    run.assertions.concat([run.condition]).forEach(function (result) {
      if (result.counterexample !== null) body.append(counterexample(run, result));
      else body.append(absence(index, result.id || 'condition'));
    });
  }
  function outcomes(run) {
    if (run.outcomes.length === 0) return el('p', { class: 'soft' }, 'No outcome was seen.');
    return table(['outcome', 'end states', 'condition', 'one shortest schedule'], run.outcomes.map(function (outcome) {
      var schedule = outcome.witness.length === 0 ? 'in report.json'
        : el('details', null, el('summary', null, plural(outcome.witness.length, 'step')),
            code(outcome.witness.join(' ')));
      return [code(outcome.text), outcome.states, outcome.satisfies ? 'holds' : 'does not hold', schedule];
    }), plural(run.outcomes.length, 'outcome') + ' (distinct end states)');
  }
  function assertions(run) {
    if (run.assertions.length === 0) return '';
    return table(['id', 'verdict', 'defect', 'why', 'witness', 'reached'], run.assertions.map(function (result) {
      return [el('abbr', { title: result.says }, result.id), toned(tones[result.verdict], result.verdict),
        defectName(result.defect), result.why, result.witness.says,
        result.witness.reached ? 'reached' : toned('warning', 'NOT reached')];
    }), 'Assertions');
  }
  function absence(index, breaks) {
    var left = data.leftOut.find(function (each) { return each.run === index && each.breaks === breaks; });
    if (!left) return '';
    if (left.sameAs === null) {
      return el('p', { class: 'soft' }, 'The counterexample to ' + breaks + ' is in report.json only.');
    }
    var other = report.runs[left.sameAs];
    return el('p', { class: 'soft' }, 'The counterexample to ' + breaks + ' has the same steps as that under ',
      runLink(left.sameAs, say(other.design)), '.');
  }
`;
