// The voice of a board's page, in ECMAScript 5: the same rules as the board's own program, with the hub's mixing.
(function () {
  'use strict';

  var REPORT_EVERY = 1000;
  // An older call is not spoken any more.
  var FRESH = 90000;
  // When more wait, or one of them for so long, a call is said once; then only in the first language.
  var WAITING_FOR_ONCE = 5, LATE_FOR_ONCE = 30000;
  var WAITING_FOR_ONE_LANGUAGE = 10, LATE_FOR_ONE_LANGUAGE = 60000;
  // A sound that neither ends nor fails is given up.
  var SOUND_MAX = 65000;
  // A page that could not be heard leaves the word to another board for so long.
  var SILENT_FOR = 10000;
  // The silence between two announcements.
  var REST = 300;

  var hall = window.goiso, button = hall.byId('sound');
  // The number under which the hub knows this page.
  var page = Math.floor(Math.random() * 4294967295) + 1;
  var player = typeof Audio === 'undefined' ? null : new Audio();
  var maySpeak = false, isSpeaker = false, silentUntil = 0, restUntil = 0;
  // The newest call taken in, those that wait to be said, the one that sounds, and what need not be said any more.
  var seen = null, waiting = [], saying = null, timer = 0, spoken = 0;

  function isVoiced() { return !!(hall.view() && hall.view().voice); }
  function isAlarm() {
    var messages = hall.view().messages;
    for (var i = 0; i < messages.length; i++) { if (messages[i].level === 'emergency') { return true; } }
    return false;
  }
  function without(test) {
    var kept = [];
    for (var i = 0; i < waiting.length; i++) { if (!test(waiting[i])) { kept.push(waiting[i]); } }
    waiting = kept;
  }
  // Everything before the first call that still has to be said is spoken.
  function noteSpoken() {
    var through = seen ? seen.sequence : 0;
    for (var i = 0; i < waiting.length; i++) { through = Math.min(through, waiting[i].sequence - 1); }
    if (saying && saying.sequence <= through) { through = saying.sequence - 1; }
    spoken = Math.max(spoken, through);
  }
  function admit(call) {
    if (call.stage !== 'called') { return; }
    // A number that is called again while it waits keeps its place, and is said once.
    for (var i = 0; i < waiting.length; i++) {
      if (waiting[i].number === call.number) { waiting[i] = call; return; }
    }
    waiting.push(call);
  }
  hall.onView = function (view) {
    var newest = { sequence: 0, called_at: '' }, fresh = [], i, call;
    for (i = 0; i < view.calls.length; i++) {
      if (view.calls[i].sequence > newest.sequence) { newest = view.calls[i]; }
    }
    // What was called before the page was there is never spoken.
    if (seen === null) { seen = newest; return; }
    for (i = 0; i < view.calls.length; i++) {
      call = view.calls[i];
      // Sequences begin again with each day, and rise with time within one.
      if (call.sequence <= seen.sequence && Date.parse(call.called_at) > Date.parse(seen.called_at)) {
        seen = { sequence: 0, called_at: '' };
        waiting = [];
        spoken = 0;
      }
    }
    for (i = 0; i < view.calls.length; i++) {
      call = view.calls[i];
      if (call.sequence > seen.sequence) { fresh.push(call); }
      if (call.stage !== 'called') { without(function (one) { return one.sequence === call.sequence; }); }
    }
    fresh.sort(function (a, b) { return a.sequence - b.sequence; });
    for (i = 0; i < fresh.length; i++) { admit(fresh[i]); }
    if (newest.sequence > seen.sequence) { seen = newest; }
    learn(view.voice ? view.voice.spoken_through : 0);
    say();
  };
  function learn(through) {
    // What lies beyond all calls is of another day.
    if (!seen || through > seen.sequence) { return; }
    without(function (one) { return one.sequence <= through; });
    spoken = Math.max(spoken, through);
  }

  // Whether the browser lets this page be heard; many do so only after a touch.
  function tryVoice() {
    if (!player || maySpeak || !isVoiced()) { return; }
    function heard() { maySpeak = true; hall.show(button, false); }
    player.onplaying = heard;
    player.src = '/assets/silence.wav';
    var promise = player.play();
    if (promise && promise.then) { promise.then(heard, function () {}); }
  }
  function report() {
    hall.show(button, isVoiced() && !maySpeak && !!player);
    if (!maySpeak || !isVoiced()) { isSpeaker = false; return; }
    var xhr = new XMLHttpRequest();
    xhr.onreadystatechange = function () {
      if (xhr.readyState !== 4) { return; }
      var told = null;
      try { told = xhr.status === 200 ? JSON.parse(xhr.responseText) : null; } catch (error) { told = null; }
      // Without the hub a sentence is ended, and no other begun.
      if (told && !told.is_speaker && saying) { stop(); }
      isSpeaker = !!told && told.is_speaker;
      if (told) { learn(told.spoken_through); }
      say();
    };
    xhr.open('POST', '/board/' + hall.board + '/report', true);
    xhr.setRequestHeader('Content-Type', 'application/json');
    var sound = Date.now() < silentUntil ? 'no_pack' : 'ready';
    xhr.send(JSON.stringify({ page: page, report: { sound: sound, spoken_through: spoken } }));
  }

  function over() {
    window.clearTimeout(timer);
    player.onended = player.onerror = null;
    saying = null;
  }
  // Not said to its end, it comes first again, unless the number has been called anew.
  function wait(call) {
    for (var i = 0; i < waiting.length; i++) { if (waiting[i].number === call.number) { return; } }
    waiting.unshift(call);
  }
  function stop() {
    var call = saying;
    over();
    player.pause();
    wait(call);
  }
  function failed() {
    stop();
    silentUntil = Date.now() + SILENT_FOR;
    report();
  }
  function done() {
    over();
    restUntil = Date.now() + REST;
    noteSpoken();
    report();
    window.setTimeout(say, REST);
  }
  // How much is said of a call, by those who wait behind it.
  function length() {
    var longest = 0;
    for (var i = 0; i < waiting.length; i++) { longest = Math.max(longest, hall.age(waiting[i])); }
    if (waiting.length > WAITING_FOR_ONE_LANGUAGE || longest >= LATE_FOR_ONE_LANGUAGE) { return 'one_language'; }
    if (waiting.length > WAITING_FOR_ONCE || longest >= LATE_FOR_ONCE) { return 'once'; }
    return 'full';
  }
  function say() {
    without(function (one) { return hall.age(one) >= FRESH; });
    // People have to hear the alarm, and each other.
    if (saying && isAlarm()) { stop(); }
    if (saying || !isSpeaker || !maySpeak || isAlarm() || Date.now() < silentUntil || Date.now() < restUntil) { return; }
    saying = waiting.shift() || null;
    noteSpoken();
    if (!saying) { return; }
    timer = window.setTimeout(failed, SOUND_MAX);
    player.onplaying = null;
    player.onended = done;
    player.onerror = failed;
    player.src = '/board/' + hall.board + '/say/' + saying.sequence + '.wav?' + length();
    var promise = player.play(), call = saying;
    if (promise && promise.then) { promise.then(null, function () { if (saying === call) { failed(); } }); }
  }

  button.onclick = tryVoice;
  window.setInterval(report, REPORT_EVERY);
  window.setTimeout(tryVoice, 1500);
}());
