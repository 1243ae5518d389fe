import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { applyTheme, storedTheme } from "./hooks/useTheme";
import "./style/tokens.css";
import "./style/base.css";
import "./style/trace.css";
import "./style/explore.css";
import "./style/sampling.css";
import "./style/services.css";

applyTheme(storedTheme());

/** `always`: the server may well be on this machine while the browser holds itself offline. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, networkMode: "always" } },
});

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
