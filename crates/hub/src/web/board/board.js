// The hall board in a browser: plain ECMAScript 5, so that a television of 2014 shows it too.
// All words come from the page's data attributes and from the hub; here are only rules and shapes.
(function () {
  'use strict';

  // How long a call stands in the spotlight, at most and when others wait; how many share it.
  var SPOTLIGHT_MAX = 20000, SPOTLIGHT_MIN = 4000, TOGETHER_MAX = 4;
  // An older call is neither put into the spotlight nor spoken.
  var FRESH = 90000;
  // New calls change colour for so long, once a second: three flashes a second are the most people bear.
  var GLOWING = 4000, HALF_FLASH = 500;
  var RECENT_MAX = 6;
  // The hub answers every two seconds, though nothing is new.
  var SILENCE_MAX = 6000, RETRY_MIN = 500, RETRY_MAX = 8000;
  var REPORT_EVERY = 1000;
  // With more calls than this waiting to be spoken, each is said once.
  var SAID_TWICE_MAX = 5;
  // A sound that neither ends nor fails is given up.
  var SOUND_MAX = 65000;
  // A page that could not be heard leaves the word to another board for so long.
  var SILENT_FOR = 10000;

  var body = document.body;
  function text(name) { return body.getAttribute('data-text-' + name) || ''; }
  function byId(id) { return document.getElementById(id); }
  var board = body.getAttribute('data-board'), language = body.getAttribute('data-language');
  var version = body.getAttribute('data-version');

  function local(words) { return (words && (words[language] || words.vi)) || ''; }
  function fill(element, words) { if (element.textContent !== words) { element.textContent = words; } }
  function show(element, isShown) { element.style.display = isShown ? 'block' : 'none'; }
  function make(tag, className, words) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (words) { element.textContent = words; }
    return element;
  }

  // The hub's clock, carried on by this machine's.
  var clock = { hub: 0, here: 0, offset: 0, date: '' };
  function now() { return clock.hub + (Date.now() - clock.here); }
  function twoDigits(n) { return (n < 10 ? '0' : '') + n; }
  function drawClock() {
    if (!clock.hub) { return; }
    var at = new Date(now() + clock.offset * 1000);
    fill(byId('clock'), twoDigits(at.getUTCHours()) + ':' + twoDigits(at.getUTCMinutes()));
    fill(byId('date'), clock.date);
  }

  // ---- the spotlight: the same rules as the board's own program ----
  var seen = null, shown = [], since = 0, queue = [];

  function isSame(a, b) { return a.number === b.number && a.counter === b.counter; }
  function replaceIn(list, call) {
    for (var i = 0; i < list.length; i++) {
      if (isSame(list[i], call)) { list[i] = call; return true; }
    }
    return false;
  }
  function admit(call) {
    if (replaceIn(queue, call)) { return; }
    if (replaceIn(shown, call)) { since = now(); return; }
    queue.push(call);
  }
  function age(call) { return now() - Date.parse(call.called_at); }
  function takeCalls(calls) {
    var newest = calls.length ? calls[0].sequence : 0, i;
    for (i = 1; i < calls.length; i++) { newest = Math.max(newest, calls[i].sequence); }
    // What was called before the page was there is neither lit up nor said.
    if (seen === null) { seen = newest; return; }
    advance();
    // Sequences begin again with each day.
    if (newest < seen) { seen = 0; spoken = 0; }
    var fresh = [];
    for (i = 0; i < calls.length; i++) {
      if (calls[i].sequence > seen && age(calls[i]) < FRESH) { fresh.push(calls[i]); }
    }
    fresh.sort(function (a, b) { return a.sequence - b.sequence; });
    for (i = 0; i < fresh.length; i++) { admit(fresh[i]); toSay.push(fresh[i]); }
    seen = newest;
    advance();
  }
  function end() {
    if (!shown.length) { return 0; }
    return since + (queue.length ? SPOTLIGHT_MIN : SPOTLIGHT_MAX);
  }
  function advance() {
    if (now() >= end()) {
      var had = shown.length;
      shown = queue.splice(0, TOGETHER_MAX);
      if (had || shown.length) { since = now(); }
    }
  }
  function isFlashing() {
    var passed = now() - since;
    return shown.length > 0 && passed < GLOWING && Math.floor(passed / HALF_FLASH) % 2 === 1;
  }

  // ---- what is drawn ----
  var view = null, drawn = '';

  function drawSpot(spot) {
    var calls = shown.length ? shown : (view.calls.length ? [view.calls[0]] : []);
    spot.textContent = '';
    spot.className = 'spot n' + calls.length + (shown.length ? ' new' : '') + (isFlashing() ? ' flash' : '');
    if (!calls.length) {
      spot.appendChild(make('p', 'invite', text('welcome')));
      spot.appendChild(make('p', 'wait', text('wait')));
      return;
    }
    spot.appendChild(make('p', 'invite', text('invite')));
    for (var i = 0; i < calls.length; i++) {
      var call = calls[i], one = make('div', 'call');
      one.appendChild(make('div', 'number' + (call.number.length > 5 ? ' long' : ''), call.number));
      var to = make('div', 'to');
      to.appendChild(make('span', '', text('to')));
      to.appendChild(make('b', '', String(call.counter)));
      one.appendChild(to);
      if (call.is_last_call && call.stage === 'called') { one.appendChild(make('div', 'last', text('last'))); }
      var place = local(call.place);
      one.appendChild(make('div', 'service', local(call.service_name) + (place ? ' \u2013 ' + place : '')));
      spot.appendChild(one);
    }
  }
  function drawRecent(table) {
    table.textContent = '';
    var head = make('tr');
    head.appendChild(make('th', '', text('number')));
    head.appendChild(make('th', '', text('counter')));
    table.appendChild(head);
    var n = 0;
    for (var i = 0; i < view.calls.length && n < RECENT_MAX; i++) {
      var call = view.calls[i], isShown = false;
      for (var j = 0; j < shown.length; j++) { isShown = isShown || isSame(shown[j], call); }
      if (isShown || (!shown.length && i === 0)) { continue; }
      var row = make('tr');
      row.appendChild(make('td', '', call.number));
      row.appendChild(make('td', '', String(call.counter)));
      table.appendChild(row);
      n++;
    }
  }
  function stateOf(counter) {
    if (counter.condition === 'paused') { return text('paused'); }
    if (counter.condition === 'closed') { return text('closed'); }
    return text('free');
  }
  function drawGrid(grid) {
    grid.textContent = '';
    var n = view.counters.length;
    var columns = 1, rows = 1, high = 0, wide = 0, chars = 4, k;
    for (k = 0; k < n; k++) { chars = Math.max(chars, (view.counters[k].number || '').length); }
    // As large as both the height and the width of a cell allow, in hundredths of the screen's height.
    for (k = 1; k <= n; k++) {
      var rowsOf = Math.ceil(n / k), highOf = (80 / rowsOf - 2) / 2.1;
      var wideOf = 90 / k * window.innerWidth / window.innerHeight / (chars * 0.78);
      if (Math.min(highOf, wideOf) > Math.min(high, wide)) { columns = k; rows = rowsOf; high = highOf; wide = wideOf; }
    }
    for (var i = 0; i < n; i++) {
      var counter = view.counters[i];
      var isNew = false;
      for (var j = 0; j < shown.length; j++) { isNew = isNew || shown[j].counter === counter.counter; }
      var cell = make('div', 'cell ' + counter.condition + (isNew ? ' new' : '') + (isNew && isFlashing() ? ' flash' : ''));
      cell.style.width = (100 / columns) + '%';
      cell.style.height = (100 / rows) + '%';
      var inner = make('div', 'inner');
      inner.style.fontSize = Math.min(high, wide) + 'vh';
      inner.style.paddingTop = Math.max(0, (high - wide) * 0.8) + 'vh';
      inner.appendChild(make('div', 'name', text('counter') + ' ' + counter.counter));
      inner.appendChild(make('div', counter.number ? 'number' : 'state', counter.number || stateOf(counter)));
      cell.appendChild(inner);
      grid.appendChild(cell);
    }
  }
  function drawNext(next) {
    next.textContent = '';
    for (var i = 0; i < view.next.length; i++) {
      var one = view.next[i];
      if (!one.numbers.length) { continue; }
      var line = make('p', '', text('next') + ' ' + local(one.service_name) + ': ');
      line.appendChild(make('b', '', one.numbers.join('  ')));
      next.appendChild(line);
    }
  }
  function ticker() {
    var words = [], i;
    for (i = 0; i < view.messages.length; i++) {
      if (view.messages[i].level !== 'emergency') { words.push(local(view.messages[i].text)); }
    }
    for (i = 0; i < view.notices.length; i++) { words.push(local(view.notices[i])); }
    return words.join('  \u2022  ');
  }
  function drawTicker() {
    var words = ticker(), band = byId('band'), track = byId('track');
    if (track.getAttribute('data-words') === words) { return; }
    track.setAttribute('data-words', words);
    track.className = '';
    track.textContent = words;
    if (track.offsetWidth > band.offsetWidth) {
      track.textContent = words + '  \u2022  ' + words + '  \u2022  ';
      var secs = Math.max(10, track.offsetWidth / 2 / (window.innerWidth / 16)) + 's';
      track.style.webkitAnimationDuration = secs;
      track.style.animationDuration = secs;
      track.className = 'runs';
    }
  }
  function drawEmergency() {
    var words = [];
    for (var i = 0; i < view.messages.length; i++) {
      if (view.messages[i].level === 'emergency') { words.push(local(view.messages[i].text)); }
    }
    show(byId('emergency'), words.length > 0);
    fill(byId('alarm'), words.join('\n'));
  }
  function draw() {
    drawClock();
    if (!view) { return; }
    advance();
    var kind = (view.layout && view.layout.kind) || 'main';
    if (kind !== 'grid' && kind !== 'strip' && kind !== 'service') { kind = 'main'; }
    // Nothing is touched while nothing changes: a television has little to spare.
    var ids = [];
    for (var i = 0; i < shown.length; i++) { ids.push(shown[i].sequence); }
    var state = [revision, ids.join(' '), isFlashing(), window.innerWidth, window.innerHeight].join('|');
    if (state === drawn) { return; }
    drawn = state;
    body.className = kind + (window.innerHeight > window.innerWidth ? ' tall' : '');
    var title = kind === 'service' ? local(view.layout.title) : local(view.centre.name);
    fill(byId('title'), title);
    fill(byId('unit'), kind === 'service' ? local(view.centre.name) : local(view.centre.unit));
    if (view.centre.colour) { byId('head').style.backgroundColor = view.centre.colour; }
    if (kind === 'grid') { drawGrid(byId('grid')); } else { drawSpot(byId('spot')); drawRecent(byId('recent')); drawNext(byId('next')); }
    drawTicker();
    drawEmergency();
  }

  // ---- what the hub tells ----
  var run = '', revision = 0, retry = RETRY_MIN, lastHeard = 0;

  function take(told) {
    if (told.version !== version) { window.location.reload(); return; }
    lastHeard = Date.now();
    retry = RETRY_MIN;
    clock = { hub: Date.parse(told.frame.now), here: Date.now(), offset: told.offset_secs, date: told.date };
    if (told.frame.type === 'view') {
      // Only words of this run of the hub can be compared by their revision.
      run = told.run;
      revision = told.frame.revision;
      view = told.frame.view;
      view.messages = view.messages || [];
      view.next = view.next || [];
      takeCalls(view.calls);
    }
  }
  function ask() {
    var xhr = new XMLHttpRequest(), isOver = false;
    function over(isGood) {
      if (isOver) { return; }
      isOver = true;
      window.clearTimeout(timer);
      show(byId('away'), !isGood);
      if (!isGood) { retry = Math.min(retry * 2, RETRY_MAX); }
      draw();
      window.setTimeout(ask, isGood ? 0 : retry);
    }
    var timer = window.setTimeout(function () { over(false); xhr.abort(); }, SILENCE_MAX);
    xhr.onreadystatechange = function () {
      if (xhr.readyState !== 4 || isOver) { return; }
      var isGood = false;
      try {
        if (xhr.status === 200) { take(JSON.parse(xhr.responseText)); isGood = true; }
      } catch (error) { isGood = false; }
      over(isGood);
    };
    xhr.open('GET', '/board/' + board + '/view?run=' + run + '&after=' + revision, true);
    xhr.send();
  }

  // ---- the voice ----
  var page = Math.floor(Math.random() * 4294967295) + 1;
  var silentUntil = 0, maySpeak = false, isSpeaker = false, saying = null, spoken = 0, toSay = [], player = null;

  function playerFor() {
    if (!player && typeof Audio !== 'undefined') { player = new Audio(); }
    return player;
  }
  // Whether the browser lets this page be heard; many do so only after a touch.
  function tryVoice() {
    var audio = playerFor();
    if (!audio || maySpeak || !view || !view.voice) { return; }
    audio.onplaying = function () { maySpeak = true; show(byId('sound'), false); };
    audio.src = '/assets/silence.wav';
    var promise = audio.play();
    if (promise && promise.then) { promise.then(function () { maySpeak = true; show(byId('sound'), false); }, function () {}); }
  }
  function report() {
    show(byId('sound'), !!(view && view.voice) && !maySpeak && typeof Audio !== 'undefined');
    if (!maySpeak || !view || !view.voice) { isSpeaker = false; return; }
    var xhr = new XMLHttpRequest();
    xhr.onreadystatechange = function () {
      if (xhr.readyState !== 4) { return; }
      isSpeaker = false;
      try {
        if (xhr.status === 200) {
          var told = JSON.parse(xhr.responseText);
          isSpeaker = told.is_speaker;
          spoken = Math.max(spoken, told.spoken_through);
        }
      } catch (error) { isSpeaker = false; }
      say();
    };
    xhr.open('POST', '/board/' + board + '/report', true);
    xhr.setRequestHeader('Content-Type', 'application/json');
    xhr.send(JSON.stringify({ page: page, report: { sound: Date.now() < silentUntil ? 'no_pack' : 'ready', spoken_through: spoken } }));
  }
  function say() {
    var i, waiting = [];
    for (i = 0; i < toSay.length; i++) {
      if (toSay[i].sequence > spoken && age(toSay[i]) < FRESH) { waiting.push(toSay[i]); }
    }
    toSay = waiting;
    if (saying !== null || !isSpeaker || !maySpeak || Date.now() < silentUntil || !toSay.length) { return; }
    var call = toSay.shift(), audio = playerFor();
    saying = call.sequence;
    var timer = window.setTimeout(failed, SOUND_MAX);
    function done() {
      if (saying !== call.sequence) { return; }
      window.clearTimeout(timer);
      spoken = Math.max(spoken, call.sequence);
      saying = null;
      report();
    }
    audio.onplaying = null;
    function failed() {
      if (saying !== call.sequence) { return; }
      window.clearTimeout(timer);
      saying = null;
      silentUntil = Date.now() + SILENT_FOR;
      toSay.unshift(call);
      report();
    }
    audio.onended = done;
    audio.onerror = failed;
    audio.src = '/board/' + board + '/say/' + call.sequence + '.wav?' + (toSay.length > SAID_TWICE_MAX ? 'briefly' : 'fully');
    var promise = audio.play();
    if (promise && promise.then) { promise.then(null, failed); }
  }

  byId('sound').onclick = tryVoice;
  window.setInterval(function () {
    if (lastHeard && Date.now() - lastHeard > SILENCE_MAX) { show(byId('away'), true); }
    draw();
  }, 250);
  window.setInterval(report, REPORT_EVERY);
  window.setTimeout(tryVoice, 1500);
  ask();
}());
