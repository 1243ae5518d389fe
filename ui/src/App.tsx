import { Route, Switch } from "wouter";
import { ExplorePage } from "./pages/explore/ExplorePage";
import { samplingPlace } from "./model/samplingUrl";
import { LedgerPage } from "./pages/ledger/LedgerPage";
import { Page } from "./pages/chrome/Page";
import { PolicyPage } from "./pages/sampling/PolicyPage";
import { SamplingPage } from "./pages/sampling/SamplingPage";
import { ServicesRoute } from "./pages/services/ServicesPage";
import { StatusPage } from "./pages/status/StatusPage";
import { TracePage } from "./pages/trace/TracePage";

export function App() {
  return (
    <Switch>
      <Route path="/" component={ExplorePage} />
      <Route path="/explore" component={ExplorePage} />
      <Route path="/trace/:id">{({ id }) => <TracePage key={id} id={id} />}</Route>
      <Route path="/services/*?" component={ServicesRoute} />
      <Route path="/ledger" component={LedgerPage} />
      <Route path="/sampling/policy" component={PolicyPage} />
      <Route path="/sampling/*?">{(params) => <SamplingPage place={samplingPlace(params["*"])} />}</Route>
      <Route path="/status" component={StatusPage} />
      <Route>
        <Page title="Not found" current="">
          <div className="state">
            <h1 className="say">There is no page at this address.</h1>
            <p className="i2">The pages stand in the bar above.</p>
          </div>
        </Page>
      </Route>
    </Switch>
  );
}
