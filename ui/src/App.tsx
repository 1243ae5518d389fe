import { Route, Switch } from "wouter";
import { ExplorePage } from "./pages/explore/ExplorePage";
import { Page } from "./pages/chrome/Page";
import { StatusPage } from "./pages/status/StatusPage";
import { TracePage } from "./pages/trace/TracePage";

export function App() {
  return (
    <Switch>
      <Route path="/" component={ExplorePage} />
      <Route path="/explore" component={ExplorePage} />
      <Route path="/trace/:id">{({ id }) => <TracePage key={id} id={id} />}</Route>
      <Route path="/status" component={StatusPage} />
      <Route>
        <Page title="Not found" current="">
          <div className="state">
            <h1 className="say">There is no page at this address.</h1>
            <p className="i2">Explore and Status stand in the bar above.</p>
          </div>
        </Page>
      </Route>
    </Switch>
  );
}
