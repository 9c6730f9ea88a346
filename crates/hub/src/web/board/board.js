// The hall board in a browser: plain ECMAScript 5, so that a television of 2014 shows it too.
// All words come from the page's data attributes and from the hub; here are only rules and shapes.
// What is heard is in board-voice.js, which is told of each view.
(function () {
  'use strict';

  // How long a call stands in the spotlight, at most and when others wait; how many share it.
  var SPOTLIGHT_MAX = 20000, SPOTLIGHT_MIN = 4000, TOGETHER_MAX = 4;
  // An older call is not put into the spotlight.
  var FRESH = 90000;
  // New calls change colour for so long, once a second: three flashes a second are the most people bear.
  var GLOWING = 4000, HALF_FLASH = 500;
  var RECENT_MAX = 6;
  // The hub answers every two seconds, though nothing is new.
  var SILENCE_MAX = 6000, RETRY_MIN = 500, RETRY_MAX = 8000;

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
  // Whoever has come need not be called any longer, nor be shown at all if that was before its turn.
  function follow(calls) {
    for (var i = 0; i < calls.length; i++) {
      for (var j = 0; j < shown.length; j++) { if (shown[j].sequence === calls[i].sequence) { shown[j] = calls[i]; } }
      for (j = queue.length - 1; j >= 0; j--) {
        if (queue[j].sequence !== calls[i].sequence) { continue; }
        if (calls[i].stage === 'called') { queue[j] = calls[i]; } else { queue.splice(j, 1); }
      }
    }
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
    // What was called before the page was there is not lit up.
    if (seen === null) { seen = newest; return; }
    advance();
    // Sequences begin again with each day.
    if (newest < seen) { seen = 0; }
    var fresh = [];
    for (i = 0; i < calls.length; i++) {
      if (calls[i].sequence > seen && age(calls[i]) < FRESH) { fresh.push(calls[i]); }
    }
    fresh.sort(function (a, b) { return a.sequence - b.sequence; });
    for (i = 0; i < fresh.length; i++) { admit(fresh[i]); }
    follow(calls);
    seen = newest;
    advance();
  }
  function end() {
    if (!shown.length) { return 0; }
    var isWanted = false;
    for (var i = 0; i < shown.length; i++) { isWanted = isWanted || shown[i].stage === 'called'; }
    return since + (isWanted && !queue.length ? SPOTLIGHT_MAX : SPOTLIGHT_MIN);
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

  // The calls of the large place: new ones, else the newest whose visitor has not come.
  function featured() {
    if (shown.length) { return shown; }
    for (var i = 0; i < view.calls.length; i++) {
      if (view.calls[i].stage === 'called') { return [view.calls[i]]; }
    }
    return [];
  }
  function drawSpot(spot) {
    var calls = featured();
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
    var head = make('tr'), large = featured(), n = 0;
    head.appendChild(make('th', '', text('number')));
    head.appendChild(make('th', '', text('counter')));
    table.appendChild(head);
    for (var i = 0; i < view.calls.length && n < RECENT_MAX; i++) {
      var call = view.calls[i], isLarge = false;
      for (var j = 0; j < large.length; j++) { isLarge = isLarge || large[j].number === call.number; }
      if (isLarge) { continue; }
      var row = make('tr');
      row.appendChild(make('td', '', call.number));
      row.appendChild(make('td', call.stage === 'called' ? 'awaited' : '')).appendChild(make('b', '', String(call.counter)));
      table.appendChild(row);
      n++;
    }
  }
  // What is to be seen at a counter: the name of its words, its call if it waits for somebody, whether that is lit.
  function sceneOf(counter) {
    var scene = { words: counter.condition === 'paused' || counter.condition === 'closed' ? counter.condition : 'free' };
    if (!counter.number) { return scene; }
    scene.words = 'serving';
    for (var i = 0; i < view.calls.length; i++) {
      var call = view.calls[i];
      if (call.number === counter.number && call.counter === counter.counter) {
        if (call.stage === 'called') { scene.words = 'calling'; scene.call = call; }
        break;
      }
    }
    for (i = 0; scene.call && i < shown.length; i++) { scene.isNew = scene.isNew || shown[i].sequence === scene.call.sequence; }
    return scene;
  }
  function classOf(scene) { return scene.words + (scene.isNew ? ' new' : '') + (scene.isNew && isFlashing() ? ' flash' : ''); }
  // The largest letters, in pixels, that so many characters have room for.
  function fitting(chars, width, height) { return Math.floor(Math.min(height, width / (chars * 0.72))); }
  function drawGrid(grid) {
    grid.textContent = '';
    var n = view.counters.length, chars = 4, best = { size: 0 }, k;
    for (k = 0; k < n; k++) { chars = Math.max(chars, (view.counters[k].number || '').length); }
    // As many columns as make the numbers largest; a cell is three lines of them high, with its words.
    for (k = 1; k <= n; k++) {
      var rows = Math.ceil(n / k);
      var size = fitting(chars, grid.clientWidth * 0.9 / k, grid.clientHeight / rows / 2.4);
      if (size > best.size) { best = { size: size, columns: k, rows: rows }; }
    }
    for (var i = 0; i < n; i++) {
      var counter = view.counters[i], scene = sceneOf(counter);
      var cell = make('div', 'cell ' + classOf(scene)), inner = make('div', 'inner');
      cell.style.width = (100 / best.columns) + '%';
      cell.style.height = (100 / best.rows) + '%';
      inner.style.fontSize = best.size + 'px';
      // Three lines are 2.1 times as high as their numbers: they stand in the middle.
      inner.style.paddingTop = Math.max(0, (grid.clientHeight / best.rows - window.innerHeight * 0.02 - 2.1 * best.size) / 2) + 'px';
      inner.appendChild(make('div', 'name', text('counter') + ' ' + counter.counter));
      if (counter.number) { inner.appendChild(make('div', 'number', counter.number)); }
      inner.appendChild(make('div', counter.number ? 'says' : 'state', text(scene.words)));
      cell.appendChild(inner);
      grid.appendChild(cell);
    }
  }
  // One counter: its sign, its number, and how it is, side by side or one below the other.
  function drawStrip(strip) {
    strip.textContent = '';
    var counter = view.counters[0];
    if (!counter) { strip.className = ''; strip.appendChild(make('div', 'says', local(view.centre.name))); return; }
    var scene = sceneOf(counter), width = strip.clientWidth, height = strip.clientHeight, isWide = width > height * 2;
    strip.className = classOf(scene) + (isWide ? ' wide' : '');
    function part(name, words, share, chars) {
      var box = make('div', name, words);
      var room = isWide ? [width * share * 0.9, height * 0.7] : [width * 0.9, height * share * 0.7];
      box.style.fontSize = fitting(chars || words.length, room[0], room[1]) + 'px';
      box.style[isWide ? 'width' : 'height'] = (share * 100) + '%';
      box.style.lineHeight = (isWide ? height : height * share) + 'px';
      strip.appendChild(box);
      return box;
    }
    var number = String(counter.counter), words = text(scene.words);
    part('sign', text('counter') + ' ' + number, isWide ? 0.28 : 0.3);
    if (counter.number) { part('number', counter.number, isWide ? 0.44 : 0.44, Math.max(4, counter.number.length)); }
    part('says', words, counter.number ? (isWide ? 0.28 : 0.26) : (isWide ? 0.72 : 0.7));
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
  // In Vietnamese, and in English where it is written in it: whoever must leave may read only one of them.
  function drawEmergency() {
    var words = [];
    for (var i = 0; i < view.messages.length; i++) {
      var message = view.messages[i];
      if (message.level !== 'emergency') { continue; }
      words.push(message.text.vi);
      if (message.text.en && message.text.en !== message.text.vi) { words.push(message.text.en); }
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
    if (kind === 'grid') { drawGrid(byId('grid')); }
    if (kind === 'strip') { drawStrip(byId('strip')); }
    if (kind === 'main' || kind === 'service') { drawSpot(byId('spot')); drawNext(byId('next')); }
    if (kind === 'main') { drawRecent(byId('recent')); }
    if (kind === 'service') { byId('cells').style.bottom = (byId('next').offsetHeight || 0) + 'px'; drawGrid(byId('cells')); }
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
      if (hall.onView) { hall.onView(view); }
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

  var hall = { board: board, byId: byId, show: show, age: age, view: function () { return view; }, onView: null };
  window.goiso = hall;
  window.setInterval(function () {
    if (lastHeard && Date.now() - lastHeard > SILENCE_MAX) { show(byId('away'), true); }
    draw();
  }, 250);
  ask();
}());
