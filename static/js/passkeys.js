// Shows what only works with JavaScript, and says so when a key was not accepted.
for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = !("credentials" in navigator);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const remark = document.getElementById("passkey-failed");
  if (remark) remark.hidden = false;
});
