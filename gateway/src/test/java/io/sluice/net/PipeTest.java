package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Passage;
import io.sluice.pipeline.Upstream.Flight;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens on the loop when what carries an answer has a bug. */
class PipeTest {
  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final AtomicInteger cancelled = new AtomicInteger();

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Going implements Flight {
    @Override
    public void reading(boolean wanted) {}

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
    }
  }

  /** A pipe to nobody, through a passage that has nothing to work with and fails at everything. */
  @SuppressWarnings("NullAway") // that it has nothing is the bug
  private Pipe pipe() {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    var passage = new Passage(new Passage.Ends(null, null, null, true), null, null, null);
    return new Pipe(Client.unheard(loop, end), passage, new Head(200, Headers.NONE, true));
  }

  private Optional<Fault> opened(Consumer<Pipe> happens) throws Exception {
    Pipe pipe = pipe();
    loop.submit(
            () -> {
              pipe.sent(new Going());
              pipe.head(200, Headers.NONE);
              happens.accept(pipe);
            })
        .get(20, TimeUnit.SECONDS);
    return CompletableFuture.supplyAsync(pipe::open).get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_bug_while_an_answer_is_read_ends_the_exchange_and_the_call() throws Exception {
    var fault = opened(pipe -> pipe.body(Bytes.utf8("data: x\n\n")));
    assertThat(fault).map(Fault::code).contains(Code.INTERNAL);
    assertThat(cancelled).hasValue(1);
  }

  @Test
  void a_bug_at_the_end_of_an_answer_ends_the_exchange() throws Exception {
    assertThat(opened(Pipe::end)).map(Fault::code).contains(Code.INTERNAL);
  }
}
