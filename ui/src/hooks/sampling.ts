import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import * as client from "../api/samplingClient";
import type { PolicyView } from "../types/policy";
import type { IncidentWindow, WindowRequest } from "../types/window";
import { retryOurs } from "./queries";

const LIVE_MILLIS = 2_000;

const POLICY = ["policy"] as const;
const WINDOWS = ["windows"] as const;

/** The policy in force and what its rules do, as it is now. */
export const usePolicy = () =>
  useQuery({
    queryKey: POLICY,
    queryFn: ({ signal }) => client.fetchPolicy(signal),
    refetchInterval: (query) => retryOurs(query.state.error) || LIVE_MILLIS,
  });

export const useWindows = () =>
  useQuery({
    queryKey: WINDOWS,
    queryFn: ({ signal }) => client.fetchWindows(signal),
    refetchInterval: (query) => retryOurs(query.state.error) || LIVE_MILLIS,
  });

/** None for a null id. A trace that waits is asked for again until it is decided. */
export const useExplanation = (traceId: string | null) =>
  useQuery({
    queryKey: ["explain", traceId],
    queryFn: ({ signal }) => client.fetchExplanation(traceId ?? "", signal),
    enabled: traceId !== null,
    refetchInterval: (query) =>
      retryOurs(query.state.error) || (query.state.data?.decision === "pending" ? LIVE_MILLIS : false),
  });

/** What is in force after a change is shown at once, and not first after the next look. */
function usePolicyChange<T>(change: (argument: T) => Promise<PolicyView>) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: change,
    onSuccess: (policy) => queries.setQueryData(POLICY, policy),
  });
}

export const usePutPolicy = () => usePolicyChange(client.putPolicy);

export const useResetPolicy = () => usePolicyChange<void>(client.resetPolicy);

/** One at a time: the one before is given up, as all are when the page is left. */
export function useSimulation() {
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  return useMutation({
    networkMode: "always",
    mutationFn: (yaml: string) => {
      running.current?.abort();
      running.current = new AbortController();
      return client.simulatePolicy(yaml, running.current.signal);
    },
  });
}

function useWindowChange<T>(change: (argument: T) => Promise<IncidentWindow>) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: WINDOWS }),
  });
}

export const useOpenWindow = () => useWindowChange((request: WindowRequest) => client.openWindow(request));

export const useCloseWindow = () => useWindowChange((id: string) => client.closeWindow(id));
