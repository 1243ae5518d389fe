import type { Explanation } from "../types/explanation";
import type { PolicyView, Simulation } from "../types/policy";
import type { IncidentWindow, WindowRequest } from "../types/window";
import { type Body, get, send } from "./http";
import * as schema from "./samplingSchema";

/** One function per endpoint of docs/api.md that is about sampling. */

const yaml = (text: string): Body => ({ type: "application/yaml", text });

export const fetchPolicy = (signal: AbortSignal): Promise<PolicyView> => get("policy", {}, schema.policy, signal);

export const putPolicy = (text: string): Promise<PolicyView> => send("PUT", "policy", {}, yaml(text), schema.policy);

/** Gives up what was put: the file holds again, or the built-in policy. */
export const resetPolicy = (): Promise<PolicyView> => send("DELETE", "policy", {}, null, schema.policy);

/** On the last ten minutes. The server stops when `signal` says that nobody waits any more. */
export const simulatePolicy = (text: string, signal: AbortSignal): Promise<Simulation> =>
  send("POST", "policy/simulate", {}, yaml(text), schema.simulation, signal);

export const fetchWindows = async (signal: AbortSignal): Promise<readonly IncidentWindow[]> =>
  (await get("windows", {}, schema.windows, signal)).windows;

export const openWindow = (request: WindowRequest): Promise<IncidentWindow> =>
  send("POST", "windows", {}, { type: "application/json", text: JSON.stringify(request) }, schema.incidentWindow);

export const closeWindow = (id: string): Promise<IncidentWindow> =>
  send("DELETE", `windows/${encodeURIComponent(id)}`, {}, null, schema.incidentWindow);

export const fetchExplanation = (traceId: string, signal: AbortSignal): Promise<Explanation> =>
  get(`explain/${encodeURIComponent(traceId)}`, {}, schema.explanation, signal);
