import { Page } from "../chrome/Page";
export function StatusPage() {
  return (
    <Page title="Status" current="status">
      <p>x</p>
    </Page>
  );
}
