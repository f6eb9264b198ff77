// Warns somebody before the portal signs them out, and lets them stay; it counts from the last contact with the portal,
// in whichever tab. Without this script nothing is lost either: what is sent too late is kept for its sender until they
// have signed in again.
const dialog = document.getElementById("idle-warning");
const seen = new BroadcastChannel("seen");
let waiting;

function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(warn, Number(dialog.dataset.seconds) * 1000);
}

// Nobody who types is interrupted: the warning then stands beside what they write, and takes nothing that they type.
function warn() {
  if (document.activeElement?.matches("textarea, select, input, [contenteditable]")) dialog.setAttribute("open", "");
  else if (!dialog.open) dialog.showModal();
}

function carryOn() {
  dialog.close();
  wait();
}

async function stay() {
  const token = dialog.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(dialog.dataset.address, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.status === 204) {
    carryOn();
    seen.postMessage("");
  } else {
    dialog.querySelector("[data-part=late]").hidden = false;
  }
}

dialog.querySelector("button").addEventListener("click", stay);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  stay();
});
seen.addEventListener("message", carryOn);
seen.postMessage("");
wait();
