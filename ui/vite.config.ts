import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** `HOPWISE_API` points `npm run dev` at a running server; the built files ask the server they came from. */
const api = process.env["HOPWISE_API"] ?? "http://127.0.0.1:4319";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: { target: "es2023", assetsInlineLimit: 0, reportCompressedSize: false },
  server: { host: "127.0.0.1", proxy: { "/api": api } },
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000 },
});
