/** Script of the page: assertions, designs, system calls, the search, the environment. */
export const TABLES_SCRIPT = String.raw`
  function buildAssertions() {
    var rows = new Map();
    report.runs.forEach(function (run) {
      run.assertions.forEach(function (result) {
        var row = rows.get(result.id);
        if (!row) rows.set(result.id, row = { id: result.id, says: result.says, counts: {} });
        var kind = result.verdict === 'VIOLATED' ? result.defect || 'unknown' : result.verdict;
        row.counts[kind] = (row.counts[kind] || 0) + 1;
      });
    });
    var kinds = [['VERIFIED', 'VERIFIED'], ['kernel', 'VIOLATED by the kernel'], ['design', 'VIOLATED by the design'],
      ['unknown', 'VIOLATED'], ['VACUOUS', 'VACUOUS'], ['UNSUPPORTED', 'UNSUPPORTED'],
      ['INCONCLUSIVE', 'INCONCLUSIVE'], ['ERROR', 'ERROR']].filter(function (kind) {
      return Array.from(rows.values()).some(function (row) { return row.counts[kind[0]]; });
    });
    var sorted = Array.from(rows.values()).sort(function (a, b) {
      return a.id.localeCompare(b.id, 'en', { numeric: true });
    });
    section('assertions').add(table(['id', 'says'].concat(kinds.map(function (kind) { return kind[1]; })),
      sorted.map(function (row) {
        return [row.id, row.says].concat(kinds.map(function (kind) { return row.counts[kind[0]] || 0; }));
      }), 'In how many runs each assertion has which verdict'));
  }

  function buildDesigns() {
    section('designs').add(table(['design', 'kind', 'reason', 'policies', 'what must fall'],
      report.designs.map(function (design) {
        var policies = Object.keys(design.policies).map(function (policy) {
          return policy + '=' + design.policies[policy];
        }).join(' ');
        var fall = design.fall;
        return [design.name, design.kind, design.reason,
          el('details', null, el('summary', null, plural(Object.keys(design.policies).length, 'policy').replace(/ys$/, 'ies')), code(policies)),
          fall === null ? '' : fall.assertion + ' on ' + fall.test + ', ' + fall.revision];
      }), plural(report.designs.length, 'design')));
  }

  function buildCalls() {
    var to = section('calls');
    if (report.latencies.length === 0) {
      to.add(el('p', null, 'No run of this report asked for abort latencies (R7).'));
      return;
    }
    to.add(table(['call', 'revision', 'design', 'B: own steps', 'H: steps of lock holders', 'worst in'],
      report.latencies.map(function (latency) {
        return [latency.call, latency.revision, latency.design,
          latency.ownSteps === null ? 'not bounded' : latency.ownSteps,
          latency.holderSteps === null ? 'infinite' : latency.holderSteps,
          el('a', { href: hrefOf(testId(latency.test)) }, say(latency.test))];
      }), 'Worst abort latency per call: steps from the request to the boundary'));
  }

  function buildSearch() {
    var to = section('search');
    var largest = report.runs.map(function (_, index) { return index; }).sort(function (a, b) {
      return report.runs[b].search.states - report.runs[a].search.states;
    }).slice(0, 12);
    to.add(table(['run', 'states', 'transitions', 'levels', 'not expanded', 'seconds', 'states/s', 'bytes/state'],
      largest.map(function (index) {
        var run = report.runs[index];
        var search = run.search;
        var rate = search.elapsedMs > 0 ? Math.round(search.states / search.elapsedMs * 1000) : 0;
        return [runLink(index, say(run.test + ' · ' + run.design + ' · ' + run.revision)), search.states,
          search.transitions, search.levels.length, search.frontier, (search.elapsedMs / 1000).toFixed(2),
          rate, Math.round(search.bytesPerState * 10) / 10];
      }), 'The largest searches'));
    to.add(el('details', null, el('summary', null, 'States per level of these searches'),
      largest.slice(0, 6).map(function (index) {
        var run = report.runs[index];
        return el('p', null, say(run.test + ' · ' + run.design + ' · ' + run.revision + ': '),
          code(run.search.levels.join(' ')));
      })));
    if (report.rulesNeverFired.length > 0) {
      to.add(el('h3', null, 'Rules that never fired'), el('p', null, 'Code of the model that no run of this report reached:'),
        el('ul', null, report.rulesNeverFired.map(function (rule) { return el('li', null, code(rule)); })));
    }
    to.add(el('details', null, el('summary', null, plural(data.coverage.length, 'rule') + ' fired'),
      table(['rule', 'fired', 'new states'], data.coverage, 'Rules over all runs')));
  }

  function buildEnvironment() {
    var environment = report.environment;
    section('environment').add(table(['', ''], [
      ['Fermata', report.version], ['Data', report.schema], ['Node', environment.node],
      ['Platform', environment.platform], ['CPUs', String(environment.cpus)],
      ['Memory', number(Math.round(environment.memoryBytes / 1048576)) + ' MiB']
    ], 'Where it ran'));
  }
`;
