/**
 * Script of the page, first part: the data, and the few ways in which it becomes elements.
 * Every string of the report becomes a text node or an attribute, never markup.
 */
export const ELEMENTS_SCRIPT = String.raw`
  // The data: see embed.ts for its packed form and html.ts (PageData) for what is in it.
  function unpack(packed) {
    var parts = [];
    function whole(part) {
      if (typeof part !== 'object' || part === null) return part;
      if (Array.isArray(part)) return part.map(whole);
      var keys = Object.keys(part);
      if (keys.length === 1 && keys[0] === '$' && typeof part.$ === 'number') return parts[part.$];
      return Object.fromEntries(keys.map(function (key) { return [key, whole(part[key])]; }));
    }
    packed.shared.forEach(function (part) { parts.push(whole(part)); });
    return whole(packed.root);
  }
  function inflated(base64) {
    var bytes = Uint8Array.from(atob(base64), function (letter) { return letter.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).text();
  }
  var data = unpack(JSON.parse(await inflated(document.getElementById('report-data').textContent)));
  var report = data.report;

  // Controls and direction overrides would act on the text around them; they are shown as U+FFFD.
  function printable(text) { return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd'); }

  // An element with attributes and children; children that are strings become text nodes.
  function el(name, attributes) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (attributes[key] !== null) element.setAttribute(key, attributes[key]);
    });
    for (var i = 2; i < arguments.length; i++) {
      [].concat(arguments[i]).forEach(function (child) {
        if (child === null || child === '') return;
        element.append(typeof child === 'string' ? printable(child) : child);
      });
    }
    return element;
  }
  // Names and sentences of the report, kept from turning the text around them by bdi.
  function say(text) { return el('bdi', null, text); }
  function code(text) { return el('code', { dir: 'auto' }, text); }
  function number(value) { return value.toLocaleString('en-US'); }
  function plural(value, noun) { return number(value) + ' ' + noun + (value === 1 ? '' : 's'); }

  // Rows are arrays of cells; the first cell of each is its head. A cell is a node, a string, or
  // a number, which is set to the right. The caption is for readers of the screen where the head
  // above the table says the same.
  function table(heads, rows, caption, isCaptionHidden) {
    function cell(content, tag, scope) {
      var isNumber = typeof content === 'number';
      return el(tag, { scope: scope, class: isNumber ? 'number' : null },
        isNumber ? number(content) : typeof content === 'string' ? say(content) : content);
    }
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
      el('table', null,
        isCaptionHidden ? null : el('caption', null, caption),
        el('thead', null, el('tr', null, heads.map(function (h) { return cell(h, 'th', 'col'); }))),
        el('tbody', null, rows.map(function (row) {
          return el('tr', null, row.map(function (content, i) {
            return i === 0 ? cell(content, 'th', 'row') : cell(content, 'td', null);
          }));
        }))));
  }
  function section(id) {
    var target = document.getElementById(id);
    return { add: function () { target.append.apply(target, arguments); } };
  }

  // Ids hold no lone surrogate: a fragment could not name it.
  function wellFormed(text) { return text.replace(/[\ud800-\udfff]/gu, '\ufffd'); }
  function testId(name) { return wellFormed('test-' + name); }
  function runId(run) { return testId(run.test) + wellFormed('--' + run.design + '--' + run.revision); }
  function hrefOf(id) { return '#' + encodeURIComponent(id); }
  function runLink(index, content) {
    return el('a', { href: hrefOf(runId(report.runs[index])) }, content);
  }
  function toned(tone, text) { return el('span', { class: 'tone-' + tone }, text); }
  var tones = {
    VERIFIED: 'good', VIOLATED: 'bad', VACUOUS: 'warning', UNSUPPORTED: 'quiet',
    INCONCLUSIVE: 'warning', ERROR: 'bad'
  };
  function defectName(defect) { return defect === null ? '' : defect + ' defect'; }
  function unique(items) { return Array.from(new Set(items)); }

  function some(names, noun) {
    if (names.length <= 3) return names.join(', ');
    return names[0] + ' and ' + plural(names.length - 1, 'other ' + noun);
  }
`;
