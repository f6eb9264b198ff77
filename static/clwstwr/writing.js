// Keeps what somebody types in a form of a plan, apart from what is saved, so that no crash loses it. Without this
// script the form works as it is.
const PAUSE = 2000;
const form = document.querySelector("[data-part=writing]");
const kept = document.querySelector("[data-part=kept]");
const signedOut = document.querySelector("[data-part=signed-out]");
let waiting;
let isChanged = false;

function answers() {
  const given = new FormData(form);
  given.set("step", "keep");
  given.delete("move");
  // What is kept is no sending of the form: its key is for the save.
  given.delete("form_key");
  for (const [name, value] of [...given]) if (value instanceof File) given.delete(name);
  return new URLSearchParams([...given]);
}

async function keep() {
  clearTimeout(waiting);
  if (!isChanged) return;
  isChanged = false;
  const request = { method: "POST", headers: { "X-Kept-By": "script" }, body: answers(), keepalive: true };
  try {
    tell(await fetch(location.href, request));
  } catch {
    isChanged = true;
  }
}

async function tell(answer) {
  if (answer.redirected) {
    form.querySelectorAll("textarea, input").forEach((field) => (field.readOnly = true));
    signedOut.hidden = false;
    signedOut.querySelector("a").href = answer.url;
  } else if (answer.ok) {
    kept.textContent = (await answer.json()).words;
  } else {
    isChanged = true;
  }
}

function changed() {
  isChanged = true;
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => (isChanged = false));
addEventListener("pagehide", keep);
addEventListener("online", keep);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
