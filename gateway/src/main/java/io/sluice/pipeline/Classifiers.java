package io.sluice.pipeline;

import io.sluice.audit.Recorder;
import io.sluice.audit.Scans.Asked;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Permit;
import io.sluice.model.Span;
import io.sluice.model.Target;
import io.sluice.policy.Policy;
import io.sluice.route.Health;
import io.sluice.vault.Vault;
import io.sluice.wire.moderations.Moderations.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks models that classify. Each asking is an exchange of its own: policy decides by the label of
 * what would be sent and by the provider's terms, what must be masked is, the decision is durable
 * before anything leaves, and one closing entry says how it ended. What is known of a text is not
 * asked again. Thread-safe.
 */
public final class Classifiers implements Checker {
  /** The most texts of one question, and questions of one request or answer. */
  static final int MOST_TEXTS = 64;

  static final int MOST_QUESTIONS = 16;

  /** What a question has beside its texts, and each text beside itself. */
  private static final int FRAME_BYTES = 512;

  private static final int QUOTES_BYTES = 3;

  private final Ways ways;
  private final Judges judges;
  private final Books books;
  private final Opinions known = new Opinions();

  /** How questions get out. {@code loops}: one of the loops that answers are moved on. */
  public record Ways(
      Vault vault,
      Endpoints endpoints,
      Upstream upstream,
      Supplier<? extends Executor> loops,
      Supplier<ExchangeId> ids) {}

  /** What says whether they may. */
  public record Judges(Policy policy, Rulings rulings, Health health, Gates gates) {}

  /** What they are recorded in. */
  public record Books(Recorder recorder, Tapes tapes, Closings closings, Clock clock) {}

  /** Classifiers that are asked so. */
  public Classifiers(Ways ways, Judges judges, Books books) {
    this.ways = ways;
    this.judges = judges;
    this.books = books;
  }

  @Override
  public Told ask(Asking asking) {
    return asking
        .matter()
        .content()
        .snapshot()
        .registry()
        .single(asking.rule().model())
        .map(target -> new Round(asking, target).run())
        .orElseGet(() -> nobody(asking));
  }

  private static Told nobody(Asking asking) {
    var rule = asking.rule();
    String word = Code.UNKNOWN_MODEL.word();
    return new Told(List.of(), List.of(new Asked(rule.rule(), rule.model(), "", word)));
  }

  /** All that is asked at once. */
  private final class Round {
    private final Asking asking;
    private final Target target;
    private final String model;
    private final List<Asked> asked = new ArrayList<>(1);

    Round(Asking asking, Target target) {
      this.asking = asking;
      this.target = target;
      this.model = target.candidates().getFirst().ref().text();
    }

    Told run() {
      Query all = Query.of(asking, target, asking.texts());
      var rules = asking.matter().content().snapshot().rules();
      var decision = judges.policy().decide(all.content().facts(), target, rules);
      if (!(decision instanceof Permit permit)) {
        put(asking.texts()); // it is refused, and that is recorded
        return failed();
      }
      var mask = permit.verdicts().getFirst().mask();
      List<String> sent = all.texts(judges.gates().mask(all.content(), mask));
      String who = model + ' ' + ways.endpoints().of(target.candidates().getFirst()).base();
      var keys = sent.stream().map(text -> Opinions.Key.of(tenant(), who, text)).toList();
      var results = new ArrayList<@Nullable Result>();
      keys.forEach(key -> results.add(known.of(key)));
      List<List<Integer>> questions = questions(results, sent);
      if (questions.size() > MOST_QUESTIONS || questions.stream().anyMatch(List::isEmpty)) {
        note("", Code.TOO_LARGE.word());
        return failed();
      }
      for (List<Integer> question : questions) {
        var said = put(question.stream().map(asking.texts()::get).toList());
        if (said.isEmpty()) {
          return failed();
        }
        for (int i = 0; i < question.size(); i++) {
          results.set(question.get(i), said.get(i));
          known.learn(keys.get(question.get(i)), said.get(i));
        }
      }
      return told(results, sent);
    }

    private String tenant() {
      return asking.matter().content().facts().principal().tenant();
    }

    /** Which texts are asked about together; an empty one: a text is too long to be asked about. */
    private List<List<Integer>> questions(List<@Nullable Result> results, List<String> sent) {
      var all = new ArrayList<List<Integer>>();
      var current = new ArrayList<Integer>();
      long bytes = FRAME_BYTES;
      for (int i = 0; i < sent.size(); i++) {
        if (results.get(i) != null) {
          continue;
        }
        long more = (long) JsonWriter.escaped(sent.get(i)).length() + QUOTES_BYTES;
        if (FRAME_BYTES + more > asking.rule().bounds().bytes()) {
          all.add(List.of());
          return all;
        }
        if (bytes + more > asking.rule().bounds().bytes() || current.size() == MOST_TEXTS) {
          all.add(List.copyOf(current));
          current.clear();
          bytes = FRAME_BYTES;
        }
        current.add(i);
        bytes += more;
      }
      if (!current.isEmpty()) {
        all.add(current);
      }
      return all;
    }

    /** One question; no results: it failed, which is noted. */
    private List<Result> put(List<Text> texts) {
      var waiting = new Consultation.Waiting(asking.until(), asking.matter().lifeline());
      var outcome =
          new Consultation(ways, judges, books, waiting)
              .put(Query.of(asking, target, texts), target);
      Fault fault = outcome.fault();
      if (fault != null) {
        note(outcome.exchange(), fault.code().word());
        return List.of();
      }
      boolean found = outcome.results().stream().anyMatch(asking.rule()::met);
      note(outcome.exchange(), found ? Asked.FOUND : Asked.CLEAN);
      return outcome.results();
    }

    private void note(String exchange, String result) {
      asked.add(new Asked(asking.rule().rule(), model, exchange, result));
    }

    private Told failed() {
      return new Told(List.of(), asked);
    }

    private Told told(List<@Nullable Result> results, List<String> sent) {
      var found = new ArrayList<List<Span>>(results.size());
      for (int i = 0; i < results.size(); i++) {
        Result result = results.get(i);
        Text text = asking.texts().get(i);
        boolean met = result != null && asking.rule().met(result);
        boolean same = sent.get(i).equals(text.segment().text());
        var places = met && same && result != null ? result.spans() : List.<Span>of();
        found.add(!met ? List.of() : places.isEmpty() ? List.of(text.whole()) : places);
      }
      if (asked.isEmpty()) {
        boolean any = found.stream().anyMatch(spans -> !spans.isEmpty());
        note("", any ? Asked.FOUND : Asked.CLEAN);
      }
      return new Told(found, asked);
    }
  }
}
