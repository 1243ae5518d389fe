package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.function.Consumer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// The queue `orders.placed`, over TCP. Publishing from any thread, one at a time, as a JMS session
/// allows.
final class OrderQueue {
  static final String NAME = "orders.placed";

  private final Session session;
  private final Queue queue;
  private final MessageProducer producer;

  private OrderQueue(Session session) throws JMSException {
    this.session = session;
    this.queue = session.createQueue(NAME);
    this.producer = session.createProducer(queue);
  }

  /// Connects; the connection lives as long as the process.
  static OrderQueue connect(Addresses addresses) throws JMSException {
    Address broker = Address.QUEUE;
    var factory =
        new ActiveMQConnectionFactory(
            "tcp://%s:%d?reconnectAttempts=-1&consumerWindowSize=0"
                .formatted(broker.host(), addresses.port(broker)));
    Connection connection = factory.createConnection();
    connection.start();
    return new OrderQueue(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
  }

  synchronized void publish(Order order, String reservation) throws JMSException {
    JsonNode placed =
        Json.object()
            .put("order", order.id().toString())
            .put("sku", order.sku())
            .put("reservation", reservation);
    producer.send(session.createTextMessage(placed.toString()));
  }

  /// Calls back for every message, on the session's own thread.
  void listen(Consumer<JsonNode> listener) throws JMSException {
    session
        .createConsumer(queue)
        .setMessageListener(message -> listener.accept(body((TextMessage) message)));
  }

  private static JsonNode body(TextMessage message) {
    try {
      return Json.parse(message.getText());
    } catch (JMSException e) {
      throw new IllegalStateException("a message without a body", e);
    }
  }
}
