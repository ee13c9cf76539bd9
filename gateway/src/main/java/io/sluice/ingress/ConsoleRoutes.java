package io.sluice.ingress;

import io.sluice.identity.OperatorSession;
import io.sluice.identity.SignInLink;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import java.io.IOException;
import java.util.List;

/** The place of the console: signing in by the one-time link, and a page that says what is here. */
final class ConsoleRoutes {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Sluice</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem;
             color: #1b2430; background: #fafbfc }
      h1 { font-size: 1.6rem } code { background: #eceff3; padding: .1rem .3rem; border-radius: .2rem }
      </style></head>
      <body><h1>Sluice is running</h1>
      <p>The console is not part of this version. Everything it will show can be asked for on the
      command line:</p>
      <p><code>./sluice status</code> how the gateway is<br>
      <code>./sluice providers</code> the inventory<br>
      <code>./sluice trace ID</code> what happened in one exchange<br>
      <code>./sluice explain ID</code> why it was decided so<br>
      <code>./sluice audit verify</code> whether the record is whole</p>
      </body></html>
      """;

  private final SignInLink link;

  ConsoleRoutes(SignInLink link) {
    this.link = link;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/", null, call -> AdminReply.page(PAGE)),
        new AdminRoute("GET", "/sign-in/{secret}", null, this::signIn));
  }

  private AdminReply signIn(AdminCall call) {
    OperatorSession session;
    try {
      session = link.redeem(Secret.of(call.part("secret")));
    } catch (IOException e) {
      throw Fault.of(Code.INTERNAL, "the link's file cannot be removed").stop();
    }
    String cookie =
        AdminFront.COOKIE + "=" + session.reveal() + "; Path=/; HttpOnly; SameSite=Strict";
    var headers =
        List.of(
            new Header("location", "/"),
            new Header("set-cookie", cookie),
            new Header("referrer-policy", "no-referrer"),
            new Header("cache-control", "no-store"));
    return new AdminReply(303, new Headers(headers), Bytes.EMPTY);
  }
}
