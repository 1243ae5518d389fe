package dev.hopwise.server;

import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/// The thread that accepts connections for one listener. It ends when it is told to; Netty's own
/// groups wait two seconds for further work first, which for a closed port cannot come, and a stop
/// would take that long per port.
final class PromptBossGroup extends AbstractEventExecutorGroup implements EventLoopGroup {

  private final EventLoopGroup group;

  PromptBossGroup(String name) {
    group = EventLoopGroups.newEventLoopGroup(1, name, true);
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return group.shutdownGracefully(0, timeout, unit);
  }

  @Override
  public boolean isShuttingDown() {
    return group.isShuttingDown();
  }

  @Override
  public Future<?> terminationFuture() {
    return group.terminationFuture();
  }

  @Deprecated
  @Override
  public void shutdown() {
    group.shutdown();
  }

  @Override
  public boolean isShutdown() {
    return group.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return group.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return group.awaitTermination(timeout, unit);
  }

  @Override
  public EventLoop next() {
    return group.next();
  }

  @Override
  public Iterator<EventExecutor> iterator() {
    return group.iterator();
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return group.register(channel);
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    return group.register(promise);
  }

  @Deprecated
  @Override
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    return group.register(channel, promise);
  }
}
