/** Script of the page: links to tests, runs and steps, and the keys j, k, f and /. */
export const KEYS_SCRIPT = String.raw`
  // Opens what the fragment names: a test, a run of it, or a step of a run.
  function openTarget() {
    var id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (_) { return; }
    if (id === '') return;
    report.tests.forEach(function (test) {
      var own = testId(test.name);
      if (id === own || id.startsWith(own + '--')) open(document.getElementById(own));
    });
    report.runs.forEach(function (run) {
      var own = runId(run);
      if (id === own || id.startsWith(own + '--')) open(document.getElementById(own));
    });
    var target = document.getElementById(id);
    if (!target) return;
    document.querySelectorAll('.aimed').forEach(function (each) { each.classList.remove('aimed'); });
    if (target.tagName === 'TR') target.classList.add('aimed');
    target.scrollIntoView({ behavior: 'instant', block: target.tagName === 'TR' ? 'center' : 'start' });
    var summary = target.querySelector(':scope > summary');
    if (summary) summary.focus({ preventScroll: true });
  }
  function open(details) {
    if (!details || details.tagName !== 'DETAILS') return;
    details.hidden = false;
    details.fillNow();
    details.open = true;
  }
  function openNews() {
    report.runs.forEach(function (run) {
      if (!isNews(run)) return;
      open(document.getElementById(testId(run.test)));
      open(document.getElementById(runId(run)));
    });
  }

  var failureAt = -1;
  function nextFailure() {
    var news = report.runs.some(isNews);
    for (var i = 1; i <= report.runs.length; i++) {
      var at = (failureAt + i) % report.runs.length;
      var run = report.runs[at];
      if (news ? isNews(run) : run.verdict === 'VIOLATED') {
        failureAt = at;
        var target = hrefOf(runId(run));
        if (location.hash === target) openTarget();
        else location.hash = target;
        return;
      }
    }
  }
  function move(by) {
    var rows = Array.from(document.querySelectorAll('#tests details.test > summary, #tests details.run > summary'))
      .filter(function (row) { return row.offsetParent !== null; });
    var next = rows[Math.min(Math.max(rows.indexOf(document.activeElement) + by, 0), rows.length - 1)];
    if (next) next.focus();
  }
  document.addEventListener('keydown', function (event) {
    var tag = event.target.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || tag === 'INPUT' || tag === 'SELECT') return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'f') nextFailure();
    else if (event.key === '/') document.getElementById('filter').focus();
    else return;
    event.preventDefault();
  });
`;
