package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.registry.Registry;
import io.sluice.registry.RouteSetting;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Asks a model that is tried out the same as was asked before, for a share of a route's requests,
 * where policy lets a copy be made ({@code shadow}). Each copy is an exchange of its own: the same
 * principal, the same check by policy (which sees the purpose {@code shadow}), its own reservation,
 * record and closing entry. Nobody hears its answer, and nobody waits for it: it begins once the
 * caller has its own answer, and above a bound of copies under way it does not begin at all.
 */
public final class Shadows {
  /** None. */
  public static final Shadows NONE =
      new Shadows(
          () -> {
            throw new IllegalStateException("nothing is asked beside the traffic");
          },
          () -> new ExchangeId(""),
          (_, _, _) -> false,
          0);

  /** Its answers are kept to be gone on from: a copy would leave one that nobody asked for. */
  private static final String KEPT_BY_PROVIDERS = "openai-responses";

  private final Supplier<Caller> nobody;
  private final Supplier<ExchangeId> ids;
  private final Leave leave;
  private final Semaphore room;
  private final AtomicLong leftOut = new AtomicLong();

  /** Says whether a copy of what was answered may go to a model. */
  @FunctionalInterface
  interface Leave {
    boolean copy(Course course, Content content, Target model);
  }

  /**
   * Copies that are answered to {@code nobody}.
   *
   * @param most copies under way at once
   */
  public Shadows(Supplier<Caller> nobody, Supplier<ExchangeId> ids, Rulings rulings, int most) {
    this(nobody, ids, rulings::shadow, most);
  }

  private Shadows(Supplier<Caller> nobody, Supplier<ExchangeId> ids, Leave leave, int most) {
    this.nobody = nobody;
    this.ids = ids;
    this.leave = leave;
    this.room = new Semaphore(most);
  }

  /** What {@code received} asks: the model its copy is for, or what the request names. */
  static Target target(Received received, Registry registry, Request request, Principal principal) {
    return received.shadowing().isEmpty()
        ? registry.resolve(request.traits().call().model(), principal)
        : registry
            .single(received.shadowing())
            .orElseThrow(() -> Fault.of(Code.UNKNOWN_MODEL, "the shadow's model is gone").stop());
  }

  /**
   * Copies the request if its route wants that, it is in the share and policy lets it; waits for no
   * answer.
   */
  void copy(
      Received received, Content content, Course course, BiConsumer<Received, Caller> gateway) {
    var asked = content.facts().traits().call().model();
    var trial =
        content.snapshot().registry().route(asked).map(RouteSetting::steering).map(s -> s.shadow());
    boolean wanted =
        trial.isPresent()
            && received.shadowing().isEmpty()
            && content.request() instanceof Prompt prompt
            && !prompt.traits().call().format().equals(KEPT_BY_PROVIDERS)
            && Shares.drawn(received.id(), "shadow", trial.get().percent());
    if (!wanted || !may(course, content, trial.get().model())) {
      return;
    }
    if (!room.tryAcquire()) {
      leftOut.incrementAndGet();
      return;
    }
    var copy = received.beside(ids.get(), content.incoming().body(), trial.get().model());
    Thread.ofVirtual().name("sluice-shadow").start(() -> ask(copy, gateway));
  }

  /** What cannot be recorded is not sent; the caller has its answer. */
  private boolean may(Course course, Content content, String name) {
    try {
      var model = content.snapshot().registry().single(name);
      return model.isPresent() && leave.copy(course, content, model.get());
    } catch (Stop unrecorded) {
      return false;
    }
  }

  private void ask(Received copy, BiConsumer<Received, Caller> gateway) {
    try {
      gateway.accept(copy, nobody.get());
    } finally {
      room.release();
    }
  }

  /** Copies that did not begin, because too many were under way. */
  public long leftOut() {
    return leftOut.get();
  }
}
