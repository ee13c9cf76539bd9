package io.sluice.config;

import io.sluice.approval.ApprovalSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section {@code approvals}. */
final class GovernanceSections {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_APPROVERS = 100;

  private GovernanceSections() {}

  static ApprovalSettings approvals(Section root) {
    try (Section section = root.section("approvals")) {
      List<String> approvers = section.texts("approvers");
      if (approvers.size() > MOST_APPROVERS || approvers.stream().anyMatch(String::isBlank)) {
        section.wrong("approvers", "'approvers' names at most 100 operators or roles");
      }
      Duration pending = section.duration("pending", ApprovalSettings.DEFAULT.pending(), LONGEST);
      return new ApprovalSettings(approvers, pending, address(section));
    }
  }

  private static @Nullable URI address(Section section) {
    String text = section.text("notify").orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    section.wrong("notify", "'notify' must be an http(s) address without a password");
    return null;
  }
}
