package io.sluice.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.DetailedError;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.ValidationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.policy.RuleReader.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a bundle whole and collects every problem: that the schema is one and says what there is,
 * that each rule is Cedar and fits the schema, carries its annotations and names what exists.
 */
final class BundleReader {
  private static final int MOST_RULES = 2_000;
  private static final int MOST_PROBLEMS = 200;

  private final Bundle bundle;
  private final RulesSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  BundleReader(Bundle bundle, RulesSettings settings) {
    this.bundle = bundle;
    this.settings = settings;
  }

  /**
   * What a sound bundle is made of.
   *
   * @param approved the same without the forbids that a person may set aside; the same engine where
   *     there are none
   */
  record Sound(Asked engine, Asked approved, Sight sight, Map<String, Rule> rules, Parts parts) {
    /**
     * The same, with each rule asked by itself.
     *
     * @throws CacheException if the engine cannot keep so many
     */
    @SuppressWarnings("ReferenceEquality") // the very same set, not one like it
    Sound sliced() throws CacheException {
      var slices = Slices.of(parts.policies(), parts.schema(), rules);
      Asked other = approved == engine ? slices : slices.approved();
      return new Sound(slices, other, sight, rules, parts);
    }
  }

  /** What an engine is made of. */
  record Parts(Set<Policy> policies, Schema schema) {}

  /** The bundle, ready to be asked. */
  Sound read() throws BundleException {
    try {
      return checked();
    } catch (LinkageError e) {
      throw new BundleException(
          List.of(whole("the policy engine's native library cannot be loaded on this machine")));
    }
  }

  private Sound checked() throws BundleException {
    Optional<SourceFile> file = bundle.schema();
    if (file.isEmpty()) {
      throw new BundleException(List.of(whole("there is no " + Bundle.SCHEMA)));
    }
    var cedar = new BasicAuthorizationEngine();
    var schema = new Schema(file.get().text());
    Sight sight = shape(cedar, file.get(), schema);
    var reader = new RuleReader(settings, sight, problems);
    List<Statement> statements = statements();
    statements.forEach(reader::read);
    for (Statement statement : reader.broken()) {
      unparsed(cedar, schema, statement);
    }
    var names = new UsedNames(settings, problems);
    reader.rules().values().forEach(names::check);
    validate(cedar, schema, reader.rules());
    stopOnProblems();
    Sound sound = sound(schema, sight, reader.rules());
    for (String id : new Rehearsal(new Entities(sight), sound.engine()).failing(sight)) {
      Read failing = reader.rules().get(id);
      if (failing != null) {
        String why = "the rule fails on ordinary content, and a rule that fails denies everything";
        problems.add(failing.statement().problemAtByte(0, why, List.of()));
      }
    }
    stopOnProblems();
    return sound;
  }

  private Sight shape(BasicAuthorizationEngine cedar, SourceFile file, Schema schema)
      throws BundleException {
    try {
      var answer = cedar.validate(new ValidationRequest(schema, new PolicySet(Set.of())));
      answer.errors.ifPresent(
          errors -> errors.forEach(error -> problems.add(inSchema(file, error))));
      stopOnProblems();
      String form = String.valueOf(schema.toJsonFormat());
      return SchemaShape.read(file, Json.parse(Bytes.utf8(form), JsonLimits.DEFAULT), problems);
    } catch (AuthException | JsonProcessingException | JsonException e) {
      throw new BundleException(List.of(file.problem(0, "this is no schema", List.of())));
    }
  }

  private static Problem inSchema(SourceFile file, DetailedError error) {
    int offset =
        error.sourceLocations.isEmpty()
            ? 0
            : SourceFile.characters(file.text(), error.sourceLocations.getFirst().start);
    return file.problem(offset, message(error), List.of());
  }

  private List<Statement> statements() throws BundleException {
    var all = new ArrayList<Statement>();
    for (SourceFile file : bundle.rules()) {
      all.addAll(Statement.of(file));
    }
    if (all.isEmpty()) {
      problems.add(whole("there is no rule in it: nothing would be allowed"));
    }
    if (all.size() > MOST_RULES) {
      throw new BundleException(List.of(whole("more than " + MOST_RULES + " rules")));
    }
    return all;
  }

  private void unparsed(BasicAuthorizationEngine cedar, Schema schema, Statement statement) {
    try {
      var alone = new PolicySet(Set.of(new Policy(statement.text(), "rule")));
      ValidationResponse answer = cedar.validate(new ValidationRequest(schema, alone));
      answer.errors.ifPresent(errors -> errors.forEach(error -> add(statement, error)));
      if (answer.errors.isEmpty()) {
        problems.add(statement.problemAtByte(0, "this is no rule", List.of()));
      }
    } catch (AuthException e) {
      problems.add(statement.problemAtByte(0, "this is no rule", List.of()));
    }
  }

  private void validate(BasicAuthorizationEngine cedar, Schema schema, Map<String, Read> rules) {
    var policies = new HashSet<Policy>();
    rules.values().forEach(read -> policies.add(read.policy()));
    try {
      var answer = cedar.validate(new ValidationRequest(schema, new PolicySet(policies)));
      var wrong = new ArrayList<ValidationResponse.ValidationError>();
      answer.success.ifPresent(
          found -> {
            wrong.addAll(found.validationErrors);
            if (wrong.isEmpty()) {
              wrong.addAll(found.validationWarnings);
            }
          });
      for (var error : wrong) {
        Read read = rules.get(error.getPolicyId());
        if (read != null) {
          add(read.statement(), error.getError());
        }
      }
      if (answer.success.isEmpty()) {
        problems.add(whole("the rules cannot be checked against the schema"));
      }
    } catch (AuthException e) {
      problems.add(whole("the rules cannot be checked against the schema"));
    }
  }

  private void add(Statement statement, DetailedError error) {
    int offset = error.sourceLocations.isEmpty() ? 0 : error.sourceLocations.getFirst().start;
    problems.add(statement.problemAtByte(offset, message(error), List.of()));
  }

  /** Cedar's message without the id it repeats, and with its hint. */
  private static String message(DetailedError error) {
    String text = error.message;
    if (text.startsWith("for policy `")) {
      text = text.substring(text.indexOf("`, ") + 3);
    }
    int parse = text.indexOf(" from string: ");
    if (text.startsWith("failed to parse ") && parse > 0) {
      text = text.substring(parse + " from string: ".length());
    }
    return error.help.filter(help -> !help.isEmpty()).isPresent()
        ? text + "; " + error.help.get()
        : text;
  }

  private Sound sound(Schema schema, Sight sight, Map<String, Read> read) throws BundleException {
    var rules = new HashMap<String, Rule>();
    var policies = new HashSet<Policy>();
    var standing = new HashSet<Policy>();
    for (Read one : read.values()) {
      rules.put(one.rule().id(), one.rule());
      policies.add(one.policy());
      if (!one.rule().marks().approvable()) {
        standing.add(one.policy());
      }
    }
    try {
      var engine = new Engine(policies, schema);
      var approved = standing.size() == policies.size() ? engine : new Engine(standing, schema);
      var parts = new Parts(Set.copyOf(policies), schema);
      return new Sound(engine, approved, sight, Map.copyOf(rules), parts);
    } catch (CacheException e) {
      throw new BundleException(List.of(whole("the policy engine does not take the bundle")));
    }
  }

  private static Problem whole(String message) {
    return new Problem("", 0, 0, message, List.of());
  }

  private void stopOnProblems() throws BundleException {
    if (!problems.isEmpty()) {
      throw new BundleException(problems.stream().distinct().limit(MOST_PROBLEMS).toList());
    }
  }
}
