import { LABEL_ROOM } from "../../model/rowMarks";
import type { Lane } from "../../model/timeline";

/** Gutter 16 and names 388 wide on a desk; on a phone the names stand above the bars. */
const DESK_LEFT = 404;
const PHONE_GUTTER = 12;

export const layout = (width: number, phone: boolean): Lane =>
  phone
    ? { left: PHONE_GUTTER, right: width - PHONE_GUTTER }
    : { left: DESK_LEFT, right: Math.max(DESK_LEFT + 80, width - LABEL_ROOM) };
