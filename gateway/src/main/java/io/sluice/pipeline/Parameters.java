package io.sluice.pipeline;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Extra;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Sampling;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.model.Stop;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Parallel;
import io.sluice.wire.Codec;
import io.sluice.wire.Edits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of parameters that a model does not take: they are left out, each a Loss, or the
 * request is refused, as configuration says. Pure.
 */
final class Parameters {
  private static final String LEFT_OUT = "left out: this model does not take it";

  private Parameters() {}

  /**
   * A request without them.
   *
   * @param splices what takes them out of the caller's own bytes
   */
  record Kept(Request request, List<Splice> splices, List<Loss> losses) {}

  /**
   * Takes out what the candidate or its provider does not take.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED naming them, if configuration wants that said
   */
  static Kept kept(Content content, Candidate candidate, Codec codec) {
    var rejected = new HashSet<>(candidate.abilities().rejects());
    rejected.addAll(codec.rejects());
    if (rejected.isEmpty() || !(content.request() instanceof Prompt prompt)) {
      return new Kept(content.request(), List.of(), List.of());
    }
    Set<String> used = used(prompt, rejected);
    if (used.isEmpty()) {
      return new Kept(prompt, List.of(), List.of());
    }
    List<Splice> splices = List.of();
    boolean same = codec.name().equals(content.codec().name());
    if (same) {
      splices = Edits.without(content.incoming().root(), used);
    }
    if (candidate.abilities().strict() || same && splices.isEmpty()) {
      throw refused(candidate, used);
    }
    List<Loss> losses = used.stream().map(name -> new Loss(name, LEFT_OUT)).toList();
    return new Kept(same ? prompt : without(prompt, used), splices, losses);
  }

  private static Stop refused(Candidate candidate, Set<String> used) {
    String message = "'%s' does not take: %s".formatted(candidate.name(), String.join(", ", used));
    return Fault.of(Code.UNSUPPORTED, message).naming(List.copyOf(used)).stop();
  }

  /** Changes of which none lies within what {@code removed} takes out, and those. */
  static List<Splice> joined(List<Splice> changes, List<Splice> removed) {
    if (removed.isEmpty()) {
      return changes;
    }
    var all = new ArrayList<>(removed);
    for (Splice change : changes) {
      if (removed.stream().noneMatch(gone -> within(change.span(), gone.span()))) {
        all.add(change);
      }
    }
    return all;
  }

  private static boolean within(Span inner, Span outer) {
    return inner.start() >= outer.start() && inner.end() <= outer.end();
  }

  private static Set<String> used(Prompt prompt, Set<String> rejected) {
    var used = new TreeSet<String>();
    Sampling sampling = prompt.sampling();
    note(used, rejected, "temperature", sampling.temperature());
    note(used, rejected, "top_p", sampling.topP());
    note(used, rejected, "top_k", sampling.topK());
    note(used, rejected, "seed", sampling.seed());
    note(used, rejected, "stop", sampling.stop().isEmpty() ? null : sampling.stop());
    boolean parallel = prompt.tools().parallel() != Parallel.UNSET;
    note(used, rejected, "parallel_tool_calls", parallel ? prompt.tools() : null);
    for (Extra extra : prompt.extras()) {
      note(used, rejected, extra.name(), extra);
    }
    return used;
  }

  private static void note(
      Set<String> used, Set<String> rejected, String name, @Nullable Object value) {
    if (value != null && rejected.contains(name)) {
      used.add(name);
    }
  }

  private static Prompt without(Prompt prompt, Set<String> names) {
    Sampling old = prompt.sampling();
    var sampling =
        new Sampling(
            old.maxOutputTokens(),
            names.contains("temperature") ? null : old.temperature(),
            names.contains("top_p") ? null : old.topP(),
            names.contains("top_k") ? null : old.topK(),
            names.contains("stop") ? List.of() : old.stop(),
            names.contains("seed") ? null : old.seed());
    Tools tools = prompt.tools();
    if (names.contains("parallel_tool_calls")) {
      tools = new Tools(tools.offered(), tools.choice(), tools.chosen(), Parallel.UNSET);
    }
    var extras = prompt.extras().stream().filter(one -> !names.contains(one.name())).toList();
    return new Prompt(
        prompt.traits(),
        prompt.segments(),
        prompt.messages(),
        tools,
        sampling,
        prompt.shape(),
        extras);
  }
}
