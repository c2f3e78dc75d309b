import "./ui.css";

export { Button } from "./Button";
export { Dialog } from "./Dialog";
export { Icon, type IconName } from "./Icon";
export { Notice } from "./Notice";
export { createRead, type Read } from "./read";
