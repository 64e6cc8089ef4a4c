/* Makes or shows a key (passkey, security key). form[data-passkey="create"|"get"] sends its answer in
   the input [data-passkey-answer]; the options stand in the JSON element that data-options names.
   What needs this file is hidden in the HTML ([data-passkey-part]) and appears only where it works. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");
  const named = (list) => list?.map((entry) => ({ ...entry, id: toBytes(entry.id) }));

  const create = ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
        excludeCredentials: named(publicKey.excludeCredentials),
      },
    });
  const get = ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        allowCredentials: named(publicKey.allowCredentials),
      },
    });

  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const asJson = (credential) =>
    JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: Object.fromEntries(
        parts
          .filter((part) => credential.response[part])
          .map((part) => [part, toText(credential.response[part])]),
      ),
    });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const ask = form.dataset.passkey === "create" ? create : get;
    const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
    const failed = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.querySelector("[data-passkey-answer]").value = asJson(await ask(options));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
})();
