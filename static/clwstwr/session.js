// Warns somebody before the portal signs them out, and lets them stay. Without this script nothing is lost either:
// what is sent too late is kept for its sender until they have signed in again.
const dialog = document.getElementById("idle-warning");
const seen = new BroadcastChannel("seen");
let waiting;

function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(() => dialog.showModal(), Number(dialog.dataset.seconds) * 1000);
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
