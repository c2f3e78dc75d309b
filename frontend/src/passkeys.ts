/**
 * Passkeys: a form marked data-passkey asks the site what to ask the browser, lets the browser do it, and sends
 * the answer as one hidden field. The site decides; nothing here is trusted.
 */

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

interface Described {
  id: string;
  type: PublicKeyCredentialType;
}

interface CreationWire {
  publicKey: Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
    challenge: string;
    user: Omit<PublicKeyCredentialUserEntity, "id"> & { id: string };
    excludeCredentials?: Described[];
  };
}

interface RequestWire {
  publicKey: Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
    challenge: string;
    allowCredentials?: Described[];
  };
}

function described(all: Described[] | undefined): PublicKeyCredentialDescriptor[] {
  return (all ?? []).map((one) => ({ id: bytes(one.id), type: one.type }));
}

async function create(wire: CreationWire): Promise<object | null> {
  const { challenge, user, excludeCredentials, ...rest } = wire.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...rest,
      challenge: bytes(challenge),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: described(excludeCredentials),
    },
  });
  if (!(made instanceof PublicKeyCredential)) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

async function get(wire: RequestWire): Promise<object | null> {
  const { challenge, allowCredentials, ...rest } = wire.publicKey;
  const shown = await navigator.credentials.get({
    publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: described(allowCredentials) },
  });
  if (!(shown instanceof PublicKeyCredential)) return null;
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    id: shown.id,
    rawId: text(shown.rawId),
    type: shown.type,
    clientExtensionResults: shown.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

async function options(form: HTMLFormElement): Promise<unknown> {
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  const answer = await fetch(form.dataset["options"] ?? "", {
    method: "POST",
    headers: { "X-CSRFToken": token?.value ?? "" },
  });
  if (!answer.ok || answer.redirected) throw new Error("the site gave no options");
  return answer.json();
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const wire = await options(form);
  const made = form.dataset["passkey"] === "create" ? await create(wire as CreationWire) : await get(wire as RequestWire);
  if (made === null) throw new Error("the browser gave nothing");
  field.value = JSON.stringify(made);
  form.submit();
}

/** Make a form work with passkeys where the browser can; elsewhere it stays as the page drew it. */
export function offerPasskey(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[name=kunci]");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!field || !button || !window.isSecureContext || !("PublicKeyCredential" in window)) return;
  const problem = form.querySelector<HTMLElement>("[data-passkey-problem]");
  const missing = form.querySelector<HTMLElement>("[data-passkey-missing]");
  form.hidden = false;
  button.disabled = false;
  if (missing) missing.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    if (problem) problem.hidden = true;
    ask(form, field).catch(() => {
      button.disabled = false;
      if (problem) problem.hidden = false;
    });
  });
}
