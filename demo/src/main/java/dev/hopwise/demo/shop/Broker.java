package dev.hopwise.demo.shop;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/// The message broker: Artemis in memory, without the agent.
final class Broker implements Part {
  /// Some ten thousand orders; beyond that new ones are dropped, so that a forgotten slow consumer
  /// does not end the demo.
  private static final long QUEUE_MAX_BYTES = 16 << 20;

  private static final String ACCEPTOR = "tcp";

  private final Addresses addresses;

  Broker(Addresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void listen() throws Exception {
    var bind = addresses.toBind(Address.QUEUE);
    var server = new ActiveMQServerImpl(configuration(bind.getPort()));
    server.start();
    addresses.put(Address.QUEUE, server.getRemotingService().getAcceptor(ACCEPTOR).getActualPort());
  }

  private static ConfigurationImpl configuration(int port) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.setSecurityEnabled(false);
    configuration.setJMXManagementEnabled(false);
    configuration.addAcceptorConfiguration(
        ACCEPTOR, "tcp://127.0.0.1:" + port + "?protocols=CORE&useEpoll=false");
    configuration.addAddressSetting("#", settings());
    return configuration;
  }

  private static AddressSettings settings() {
    return new AddressSettings()
        .setMaxSizeBytes(QUEUE_MAX_BYTES)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
        .setDeadLetterAddress(SimpleString.of("dead-letters"))
        .setExpiryAddress(SimpleString.of("expired"));
  }
}
