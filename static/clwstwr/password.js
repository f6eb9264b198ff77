// Lets somebody see the password that they type. Without this script the field stays as it is.
const words = document.getElementById("password-words").dataset;

function control(field) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small app-show-password";
  button.setAttribute("aria-controls", field.id);
  said.className = "nhsuk-u-visually-hidden";
  said.setAttribute("role", "status");

  function turn(isShown) {
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? words.hide : words.show;
    button.setAttribute("aria-label", isShown ? words.hidePassword : words.showPassword);
  }

  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    turn(isShown);
    said.textContent = isShown ? words.shown : words.hidden;
  });
  field.form.addEventListener("submit", () => turn(false));
  field.autocapitalize = "none";
  field.spellcheck = false;
  turn(false);
  field.after(button, said);
}

document.querySelectorAll("input[type=password]").forEach(control);
