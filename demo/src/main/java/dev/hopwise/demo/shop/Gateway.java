package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/// `gateway`: the shop's public HTTP API. Everything but the catalog needs a bearer token.
final class Gateway implements Part {
  private static final String BEARER = "Bearer ";

  private final Addresses addresses;
  private final RequestContext context;
  private final Calls calls = new Calls();
  private volatile @Nullable AuthClient auth;

  Gateway(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.context = new RequestContext(faults);
  }

  @Override
  public void listen() {
    Web.listen(
        addresses,
        Address.GATEWAY,
        routes ->
            routes
                .get("/catalog", context.around(this::catalog))
                .get("/cart/{id}", context.around(this::cart))
                .get("/orders/{id}", context.around(this::order))
                .post("/checkout", context.around(this::checkout)));
  }

  @Override
  public void connect() {
    auth = new AuthClient(addresses);
  }

  private void catalog(ServerRequest request, ServerResponse response) {
    String category = request.query().first("category").orElse("books");
    Work.await(1.5, 0.4);
    Web.send(
        response,
        Status.OK_200,
        calls.get(addresses.http(Address.INVENTORY, "/products?category=" + letters(category))));
  }

  private void cart(ServerRequest request, ServerResponse response) {
    relay(request, response, "/carts/" + letters(request.path().pathParameters().get("id")));
  }

  private void order(ServerRequest request, ServerResponse response) {
    relay(request, response, "/orders/" + letters(request.path().pathParameters().get("id")));
  }

  private void relay(ServerRequest request, ServerResponse response, String path) {
    try (Scope _ = context.ofUser(user(request)).makeCurrent()) {
      Web.send(response, Status.OK_200, calls.get(addresses.http(Address.ORDERS, path)));
    }
  }

  private void checkout(ServerRequest request, ServerResponse response) {
    JsonNode wanted = Json.parse(request.content().as(String.class));
    AuthRpc.Reply user = user(request);
    try (Scope _ = context.ofUser(user).makeCurrent()) {
      Work.await(2, 0.4);
      JsonNode order =
          Json.object()
              .put("customer", user.user())
              .put("sku", Json.text(wanted, "sku"))
              .put("quantity", Json.positive(wanted, "quantity", Orders.QUANTITY_MAX));
      Web.send(
          response,
          Status.CREATED_201,
          calls.post(addresses.http(Address.ORDERS, "/orders"), order));
    }
  }

  private AuthRpc.Reply user(ServerRequest request) {
    AuthClient client = auth;
    if (client == null) {
      throw new HttpException("starting", Status.SERVICE_UNAVAILABLE_503);
    }
    String header = request.headers().value(HeaderNames.AUTHORIZATION).orElse("");
    if (!header.startsWith(BEARER)) {
      throw new HttpException("authorization: bearer token expected", Status.UNAUTHORIZED_401);
    }
    return client.verify(header.substring(BEARER.length()));
  }

  /// What goes into another service's URL is of letters, digits and hyphens only.
  private static String letters(String text) {
    return text.replaceAll("[^A-Za-z0-9-]", "");
  }
}
