import { Page } from "../chrome/Page";
export function ExplorePage() {
  return (
    <Page title="Explore" current="explore">
      <p>x</p>
    </Page>
  );
}
