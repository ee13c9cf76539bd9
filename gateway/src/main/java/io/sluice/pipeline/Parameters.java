package io.sluice.pipeline;

import io.sluice.json.Json;
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
import io.sluice.model.Thinking;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Parallel;
import io.sluice.wire.Codec;
import io.sluice.wire.Edits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of parameters that a model does not take: they are left out, each a Loss, or the
 * request is refused, as configuration says. Members that name a person are left out wherever the
 * provider is not said to receive them. Pure.
 */
final class Parameters {
  private static final String LEFT_OUT = "left out: this model does not take it";
  private static final String NOT_FORWARDED =
      "left out: it may name a person, and 'forward' of this provider does not list it";

  /** What is said of thinking, by whichever name a model's {@code rejects} calls it. */
  private static final String THINKING = "thinking";

  private static final Set<String> THINKING_NAMES =
      Set.of(THINKING, "reasoning", "reasoning_effort", "think");

  /** The capability of models that think. */
  private static final String REASONING = "reasoning";

  /** Where bodies say it: at the top, or inside one of these members. */
  private static final Map<String, Set<String>> INSIDE =
      Map.of(
          "generationConfig", Set.of("thinkingConfig", "thinking_config"),
          "generation_config", Set.of("thinkingConfig", "thinking_config"),
          "additionalModelRequestFields", Set.of(THINKING, "reasoningConfig", "reasoning_effort"));

  /** Members of a body that say on whose behalf it is asked. */
  static final Set<String> IDENTIFYING =
      Set.of(
          "user", "safety_identifier", "metadata", "user_profile_id", "requestMetadata", "labels");

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
  static Kept kept(Content content, Candidate candidate, Codec codec, List<String> forward) {
    var rejected = new HashSet<>(candidate.abilities().rejects());
    rejected.addAll(codec.rejects());
    Json root = content.incoming().root();
    Set<String> naming = naming(root, forward);
    Request request = content.request();
    Set<String> used = new TreeSet<>();
    if (request instanceof Prompt prompt) {
      used = used(prompt, rejected);
      thinking(prompt, candidate, rejected, used);
    }
    used.removeAll(naming);
    boolean same = codec.name().equals(content.codec().name());
    boolean idle = !same && idle(request, candidate);
    if (used.isEmpty() && naming.isEmpty() && !idle) {
      return new Kept(request, List.of(), List.of());
    }
    var gone = new TreeSet<>(used);
    gone.addAll(naming);
    List<Splice> splices = same ? without(root, gone) : List.of();
    if (!used.isEmpty() && candidate.abilities().strict() || same && splices.isEmpty()) {
      throw refused(candidate, used.isEmpty() ? naming : used);
    }
    var losses = new ArrayList<Loss>();
    used.forEach(name -> losses.add(new Loss(name, LEFT_OUT)));
    naming.forEach(name -> losses.add(new Loss(name, NOT_FORWARDED)));
    if (idle) {
      gone.add(THINKING);
    }
    Request left = !same && request instanceof Prompt asked ? without(asked, gone) : request;
    return new Kept(left, splices, losses);
  }

  /** A model that does not think is not asked to, nor one that rejects being told. */
  private static void thinking(
      Prompt prompt, Candidate candidate, Set<String> rejected, Set<String> used) {
    Thinking thinking = prompt.sampling().thinking();
    boolean refuses = THINKING_NAMES.stream().anyMatch(rejected::contains);
    boolean said = !thinking.equals(Thinking.UNSET);
    if (said && refuses || thinking.wanted() && !thinks(candidate)) {
      used.removeAll(THINKING_NAMES);
      used.add(THINKING);
    }
  }

  /** False if it is stated what the model can do, and this is not among it. */
  private static boolean thinks(Candidate candidate) {
    return candidate.capabilities().isEmpty() || candidate.capabilities().contains(REASONING);
  }

  /** True if a model that does not think would be told how, in a form it may not know. */
  private static boolean idle(Request request, Candidate candidate) {
    return request instanceof Prompt prompt
        && !prompt.sampling().thinking().equals(Thinking.UNSET)
        && !thinks(candidate);
  }

  /** What takes these out of a body, wherever its format has them; nothing if one stays. */
  private static List<Splice> without(Json root, Set<String> names) {
    if (!names.contains(THINKING)) {
      return Edits.without(root, names);
    }
    var all = new TreeSet<>(names);
    all.addAll(THINKING_NAMES);
    var splices = new ArrayList<Splice>();
    boolean whole = taken(root, all, splices);
    for (Map.Entry<String, Set<String>> inner : INSIDE.entrySet()) {
      whole &= taken(root.at(inner.getKey()), inner.getValue(), splices);
    }
    return whole ? splices : List.of();
  }

  /** False if one of them is there and cannot be taken out. */
  private static boolean taken(Json object, Set<String> names, List<Splice> splices) {
    List<Splice> found = Edits.without(object, names);
    splices.addAll(found);
    return !found.isEmpty()
        || object.fields().stream().noneMatch(field -> names.contains(field.name()));
  }

  /** What names somebody in this body and is not to go to this provider; by its own name. */
  private static Set<String> naming(Json root, List<String> forward) {
    var named = new TreeSet<String>();
    for (String name : IDENTIFYING) {
      if (!forward.contains(name) && !root.at(name).absent()) {
        named.add(name);
      }
    }
    return named;
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
            names.contains("seed") ? null : old.seed(),
            names.contains(THINKING) ? Thinking.UNSET : old.thinking());
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
