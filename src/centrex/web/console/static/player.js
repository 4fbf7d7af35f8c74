/** Plays the sound of a row below it: its wave, channels and speed. Without scripts the browser's own player is there. */

const template = document.getElementById("player");
const graphs = new WeakMap();
let open = null;

/** Seconds as people write them. */
function clock(seconds) {
  const whole = Math.floor(seconds || 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The channels of the sound as they are heard; an element can be taken apart only once. */
function graphOf(audio) {
  if (!graphs.has(audio)) {
    const context = new AudioContext();
    const source = context.createMediaElementSource(audio);
    const splitter = context.createChannelSplitter(2);
    source.connect(splitter);
    graphs.set(audio, { context, source, splitter });
  }
  return graphs.get(audio);
}

/** Lets both channels be heard, or one of them in both ears. */
function hear(audio, channel) {
  const { context, source, splitter } = graphOf(audio);
  source.disconnect();
  splitter.disconnect();
  if (channel === "") {
    source.connect(context.destination);
  } else {
    source.connect(splitter);
    splitter.connect(context.destination, Number(channel));
  }
  context.resume();
}

async function outlineOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function drawn(container, audio, { seconds, channels }) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return WaveSurfer.create({
    container,
    media: audio,
    peaks: channels,
    duration: seconds,
    height: channels.length > 1 ? 48 : 72,
    splitChannels: channels.length > 1 ? channels.map(() => ({})) : undefined,
    normalize: true,
    waveColor: colour("--line"),
    progressColor: colour("--accent"),
    cursorColor: colour("--ink"),
    dragToSeek: true,
    barWidth: 2,
    barGap: 1,
    cspNonce: template.dataset.nonce,
  });
}

/** A row below that of the button, with what it is heard by. */
function rowBelow(button) {
  const above = button.closest("tr");
  const row = document.createElement("tr");
  row.className = "player";
  const cell = row.insertCell();
  cell.colSpan = above.cells.length;
  cell.append(template.content.cloneNode(true));
  above.after(row);
  return row;
}

/** Ends what is heard, and gives the keyboard back to the button that began it. */
function close() {
  if (!open) return;
  const { button, row, audio, wave, leaving } = open;
  open = null;
  leaving.abort();
  audio.pause();
  wave?.destroy();
  const hadFocus = row.contains(document.activeElement);
  row.remove();
  button.setAttribute("aria-expanded", "false");
  if (hadFocus) button.focus();
}

function bind(row, audio, leaving) {
  const part = (name) => row.querySelector(name);
  const toggle = part(".toggle");
  const position = part(".position");
  const listen = (source, kinds, heard) =>
    kinds.forEach((kind) => source.addEventListener(kind, heard, { signal: leaving.signal }));
  const told = () => {
    toggle.textContent = audio.paused ? toggle.dataset.play : toggle.dataset.pause;
    const length = Number.isFinite(audio.duration) ? audio.duration : Number(row.dataset.seconds || 0);
    position.max = Math.ceil(length);
    position.value = audio.currentTime;
    part(".clock").textContent = `${clock(audio.currentTime)} / ${clock(length)}`;
    position.setAttribute("aria-valuetext", part(".clock").textContent);
  };
  listen(audio, ["play", "pause", "ended", "timeupdate", "loadedmetadata", "seeked"], told);
  listen(toggle, ["click"], () => (audio.paused ? audio.play() : audio.pause()));
  listen(position, ["input"], () => { audio.currentTime = Number(position.value); });
  listen(part(".speed"), ["change"], (event) => { audio.playbackRate = Number(event.target.value); });
  listen(part(".channel"), ["change"], (event) => hear(audio, event.target.value));
  listen(part(".close"), ["click"], close);
  listen(row, ["keydown"], (event) => { if (event.key === "Escape") close(); });
  told();
  return told;
}

async function start(button) {
  close();
  const audio = button.parentElement.querySelector("audio");
  const row = rowBelow(button);
  const mine = { button, row, audio, wave: null, leaving: new AbortController() };
  open = mine;
  button.setAttribute("aria-expanded", "true");
  audio.playbackRate = 1;
  if (graphs.has(audio)) hear(audio, "");
  const told = bind(row, audio, mine.leaving);
  row.querySelector(".toggle").focus();
  audio.play().catch(() => {});
  try {
    const outline = await outlineOf(button.dataset.outline);
    if (open !== mine) return;
    row.dataset.seconds = outline.seconds;
    row.querySelector(".channels").hidden = outline.channels.length < 2;
    mine.wave = drawn(row.querySelector(".wave"), audio, outline);
    told();
  } catch {
    row.querySelector(".no-wave").hidden = false;
  }
}

document.documentElement.classList.add("scripted");
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-outline]");
  if (button) (open?.button === button ? close() : start(button));
});
document.addEventListener("htmx:before:swap", close);
