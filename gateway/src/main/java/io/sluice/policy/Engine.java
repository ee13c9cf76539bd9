package io.sluice.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse.AuthorizationError;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cedar with one policy set and one schema, both parsed once and kept on the native side. May be
 * asked by many threads at once.
 */
final class Engine implements Asked {
  private static final int MOST_SETS = 1 << 16;

  /** What Cedar's own types are made of; touching it loads the native library. */
  static final class Names {
    static final EntityTypeName CALLER = type("Caller");
    static final EntityTypeName MODEL = type("Model");
    static final EntityTypeName PROVIDER = type("Provider");
    static final EntityTypeName AUDIENCE = type("Audience");
    static final EntityTypeName TOOL = type("Tool");
    static final EntityTypeName PAYLOAD = type("Payload");
    static final EntityTypeName LEDGER = type("Ledger");
    static final EntityTypeName OPERATION = type("Operation");
    static final EntityTypeName OPERATOR = type("Operator");
    static final EntityTypeName ACTION = type("Action");

    private Names() {}

    private static EntityTypeName type(String name) {
      return EntityTypeName.parse(name).orElseThrow();
    }
  }

  /**
   * What one evaluation came to.
   *
   * @param rules ids of the determining rules, sorted; of the failed ones if any failed
   * @param failed true if something could not be evaluated: then nothing is allowed
   */
  record Outcome(boolean allowed, List<String> rules, boolean failed) {
    static final Outcome BROKEN = new Outcome(false, List.of(), true);
    static final Outcome NOTHING = new Outcome(false, List.of(), false);

    /** Both, where this one is a yes: what the other refuses is refused. */
    Outcome and(Outcome other) {
      if (!other.allowed) {
        return other;
      }
      var all = new TreeSet<>(rules);
      all.addAll(other.rules);
      return new Outcome(true, List.copyOf(all), false);
    }
  }

  /** One question: who wants to do what to which, and the entities that these words stand for. */
  record Question(Entity principal, Action action, Entity resource, Map<String, Value> context) {}

  static {
    System.setProperty("cedar.cache.maxPolicySets", Integer.toString(MOST_SETS));
    System.setProperty("cedar.cache.maxSchemas", Integer.toString(MOST_SETS));
  }

  private final BasicAuthorizationEngine cedar = new BasicAuthorizationEngine();
  private final PolicySet policies;
  private final Optional<Schema> schema;

  /**
   * @throws CacheException if Cedar cannot keep them
   * @throws LinkageError if the native library cannot be loaded
   */
  Engine(Set<Policy> rules, Schema schema) throws CacheException {
    this.policies = new PolicySet(rules);
    this.schema = Optional.of(schema);
    policies.cache();
    schema.cache();
  }

  @Override
  public Outcome ask(Entities entities, Action action, View view) {
    return entities.ask(this, action, view);
  }

  /** Asks. Whatever goes wrong comes out as a broken outcome, which allows nothing. */
  Outcome ask(Question question, Set<Entity> others) {
    var entities = new HashSet<>(others);
    entities.add(question.principal());
    entities.add(question.resource());
    try {
      var request =
          new AuthorizationRequest(
              question.principal().getEUID(),
              uid(Names.ACTION, question.action().word()),
              question.resource().getEUID(),
              Optional.of(question.context()),
              schema,
              true);
      return cedar
          .isAuthorized(request, policies, entities)
          .success
          .map(Engine::outcome)
          .orElse(Outcome.BROKEN);
    } catch (AuthException | RuntimeException | LinkageError e) {
      return Outcome.BROKEN;
    }
  }

  private static Outcome outcome(AuthorizationSuccessResponse answer) {
    if (!answer.getErrors().isEmpty()) {
      var failed =
          answer.getErrors().stream().map(AuthorizationError::getPolicyId).sorted().toList();
      return new Outcome(false, failed, true);
    }
    return new Outcome(answer.isAllowed(), answer.getReason().stream().sorted().toList(), false);
  }

  static EntityUID uid(EntityTypeName type, String id) {
    return new EntityUID(type, id);
  }
}
