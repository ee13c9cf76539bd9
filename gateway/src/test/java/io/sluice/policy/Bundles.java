package io.sluice.policy;

import java.util.ArrayList;
import java.util.List;

/** Bundles for tests: the starter's schema with other rules. */
final class Bundles {
  static final String PERMIT_ALL =
      """
      @id("all") @owner("test") @reason("everything")
      permit (principal, action, resource);
      """;

  private Bundles() {}

  static SourceFile schema() {
    return Bundle.starter().schema().orElseThrow();
  }

  static Bundle rules(String... texts) {
    return withSchema(schema().text(), texts);
  }

  static Bundle withSchema(String schema, String... texts) {
    var files = new ArrayList<SourceFile>();
    files.add(new SourceFile(Bundle.SCHEMA, schema));
    for (int i = 0; i < texts.length; i++) {
      files.add(new SourceFile("rules" + i + ".cedar", texts[i]));
    }
    return Bundle.of(files);
  }

  static Bundle starterAnd(String text) {
    var files = new ArrayList<>(Bundle.starter().files());
    files.add(new SourceFile("more.cedar", text));
    return Bundle.of(files);
  }

  static String forbid(String id, String condition) {
    return """
        @id("%s") @owner("test") @reason("forbidden here")
        forbid (principal, action == Action::"invokeModel", resource) when { %s };
        """
        .formatted(id, condition);
  }

  static String permit(String id, String condition) {
    return """
        @id("%s") @owner("test") @reason("permitted here")
        permit (principal, action == Action::"invokeModel", resource) when { %s };
        """
        .formatted(id, condition);
  }

  static String mask(String id, String categories, String condition) {
    return """
        @id("%s") @owner("test") @reason("may be masked here") @mask("%s")
        permit (principal, action == Action::"mask", resource) when { %s };
        """
        .formatted(id, categories, condition);
  }

  static Rules plain(Bundle bundle) {
    try {
      return Rules.of(bundle, RulesSettings.PLAIN);
    } catch (BundleException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static List<Problem> problems(Bundle bundle) {
    return problems(bundle, RulesSettings.PLAIN);
  }

  static List<Problem> problems(Bundle bundle, RulesSettings settings) {
    try {
      Rules.of(bundle, settings);
      return List.of();
    } catch (BundleException e) {
      return e.problems();
    }
  }
}
