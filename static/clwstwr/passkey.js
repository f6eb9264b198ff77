// Adds a passkey, or signs in with one: the browser asks for it, the answer is sent in a form. Where scripts are off,
// the codes of an authenticator app do the same.
const place = document.getElementById("passkey");
const form = document.getElementById("passkey-form") ?? document.querySelector("main form");
const button = form.querySelector("button");
const ceremonies = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function options() {
  if (place.dataset.options) {
    return JSON.parse(place.dataset.options);
  }
  const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function ask(event) {
  event.preventDefault();
  try {
    const { publicKey } = await options();
    const credential = await ceremonies[place.dataset.ceremony](publicKey);
    form.querySelector("input[name=credential]").value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    place.querySelector("[role=alert]").textContent = place.dataset.failed;
  }
}

form.hidden = false;
button.addEventListener("click", ask);
