package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.api.trace.Span;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `payments`: charges cards through the card network, an external API.
final class Payments implements Part {
  private static final int CENTS_MAX = 100_000_00;
  private static final double FAILING = 0.9;

  private final Addresses addresses;
  private final Faults faults;
  private final Calls calls = new Calls();
  private volatile @Nullable ChargeStore store;

  Payments(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.faults = faults;
  }

  @Override
  public void listen() {
    Web.listen(addresses, Address.PAYMENTS, routes -> routes.post("/charges", this::charge));
  }

  @Override
  public void connect() {
    store = new ChargeStore(new Sql(addresses, "payments"));
  }

  private void charge(ServerRequest request, ServerResponse response) throws Exception {
    JsonNode wanted = Json.parse(request.content().as(String.class));
    UUID order = Json.uuid("order", Json.text(wanted, "order"));
    int cents = Json.positive(wanted, "cents", CENTS_MAX);
    ChargeStore charges = store;
    if (charges == null) {
      throw new HttpException("starting", Status.SERVICE_UNAVAILABLE_503);
    }
    Work.await(3, 0.4);
    failIfTold();
    UUID id = charges.insert(order, cents);
    authorize(charges, id, cents);
    Web.send(response, Status.CREATED_201, Json.object().put("charge", id.toString()));
  }

  private void authorize(ChargeStore charges, UUID id, int cents) throws Exception {
    JsonNode card = Json.object().put("charge", id.toString()).put("cents", cents);
    try {
      calls.post(addresses.http(Address.CARD_NETWORK, "/v1/authorizations"), card);
      charges.settle(id, "authorized");
    } catch (HttpException e) {
      charges.settle(id, "refused");
      throw e;
    }
  }

  private void failIfTold() {
    if (faults.on(Fault.FAILING_PAYMENTS) && Work.chance(FAILING)) {
      LedgerClosedException closed = new LedgerClosedException();
      Span.current()
          .recordException(closed); // Helidon answers 503 by itself, and no agent sees why
      throw new HttpException(closed.getMessage(), Status.SERVICE_UNAVAILABLE_503, closed, true);
    }
  }

  private static final class LedgerClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LedgerClosedException() {
      super("ledger is closed for writing");
    }
  }
}
