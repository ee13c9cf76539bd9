package io.sluice.audit;

import io.sluice.audit.RecordIndex.Billed;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A provider's own account held against the record: request by request where the account names
 * them, else by day and model. Only days that the account speaks of are looked at.
 *
 * @param matched requests that both know
 * @param missingHere requests that only the provider knows
 * @param missingThere requests that only the record knows
 * @param differences what both know and count differently, or what one of them does not know
 */
public record Reconciliation(
    String provider,
    long matched,
    long missingHere,
    long missingThere,
    List<Difference> differences) {
  private static final int MOST_DIFFERENCES = 1_000;

  /** One thing that does not agree; {@code what}: the id of a request, or day and model. */
  public record Difference(String what, String kind, long here, long there) {}

  public Reconciliation {
    differences = List.copyOf(differences);
  }

  /** Whether both say the same. */
  public boolean agrees() {
    return differences.isEmpty();
  }

  /** Holds {@code lines} against the requests that the record knows of the same days. */
  public static Reconciliation of(String provider, List<UsageLine> lines, List<Billed> billed) {
    var work = new Work(provider);
    var days = new TreeSet<String>();
    lines.forEach(line -> days.add(line.day()));
    var here = billed.stream().filter(one -> days.contains(day(one))).toList();
    boolean single = lines.stream().anyMatch(line -> !line.requestId().isEmpty());
    if (single) {
      work.single(lines, here);
    } else {
      work.summed(lines, here);
    }
    return work.done();
  }

  private static String day(Billed one) {
    return one.at().atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** Sums of one day and model. */
  private static final class Sum {
    long requests;
    long input;
    long output;
    long micros;

    void add(Billed one) {
      requests++;
      input += one.call().input();
      output += one.call().output();
      micros += one.call().cost();
    }

    /** Adds a line; what the provider does not say stays at -1. */
    void add(UsageLine line) {
      requests = plus(requests, line.requests());
      input = plus(input, line.input());
      output = plus(output, line.output());
      micros = plus(micros, line.micros());
    }

    private static long plus(long sum, long more) {
      return more < 0 ? (sum == 0 ? -1 : sum) : Math.max(0, sum) + more;
    }
  }

  /** A reconciliation in the making. */
  private static final class Work {
    private final String provider;
    private final List<Difference> differences = new ArrayList<>();
    private long matched;
    private long missingHere;
    private long missingThere;

    Work(String provider) {
      this.provider = provider;
    }

    void single(List<UsageLine> lines, List<Billed> here) {
      Map<String, Billed> known = new HashMap<>();
      here.forEach(one -> known.put(one.call().upstreamId(), one));
      for (UsageLine line : lines) {
        Billed one = known.remove(line.requestId());
        if (one == null) {
          missingHere++;
          differ(line.requestId(), "missing here", 0, 1);
        } else {
          matched++;
          compare(line.requestId(), "input tokens", one.call().input(), line.input());
          compare(line.requestId(), "output tokens", one.call().output(), line.output());
          compare(line.requestId(), "cost", one.call().cost(), line.micros());
        }
      }
      for (Billed one : known.values()) {
        missingThere++;
        differ(one.exchange().value(), "missing there", 1, 0);
      }
    }

    void summed(List<UsageLine> lines, List<Billed> here) {
      boolean named = lines.stream().anyMatch(line -> !line.model().isEmpty());
      var ours = new TreeMap<String, Sum>();
      var theirs = new TreeMap<String, Sum>();
      for (Billed one : here) {
        String model = one.call().model().substring(one.call().provider().length());
        String key = day(one) + (named ? " " + model.replaceFirst("^/", "") : "");
        ours.computeIfAbsent(key, _ -> new Sum()).add(one);
      }
      for (UsageLine line : lines) {
        String key = line.day() + (named ? " " + line.model() : "");
        theirs.computeIfAbsent(key, _ -> new Sum()).add(line);
      }
      var keys = new TreeSet<>(ours.keySet());
      keys.addAll(theirs.keySet());
      for (String key : keys) {
        sums(key, ours.getOrDefault(key, new Sum()), theirs.get(key));
      }
    }

    private void sums(String key, Sum our, @Nullable Sum their) {
      if (their == null) {
        missingThere += our.requests;
        differ(key, "missing there", our.requests, 0);
        return;
      }
      long requests = their.requests < 0 ? our.requests : their.requests;
      matched += Math.min(our.requests, requests);
      missingHere += Math.max(0, requests - our.requests);
      missingThere += Math.max(0, our.requests - requests);
      compare(key, "requests", our.requests, their.requests);
      compare(key, "input tokens", our.input, their.input);
      compare(key, "output tokens", our.output, their.output);
      compare(key, "cost", our.micros, their.micros);
    }

    private void compare(String what, String kind, long here, long there) {
      if (there >= 0 && here != there) {
        differ(what, kind, here, there);
      }
    }

    private void differ(String what, String kind, long here, long there) {
      if (differences.size() < MOST_DIFFERENCES) {
        differences.add(new Difference(what, kind, here, there));
      }
    }

    Reconciliation done() {
      return new Reconciliation(provider, matched, missingHere, missingThere, differences);
    }
  }
}
