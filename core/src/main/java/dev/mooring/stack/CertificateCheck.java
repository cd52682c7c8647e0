package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import java.time.Instant;
import java.util.Optional;

/// How long the door's certificate is still good.
final class CertificateCheck {
  static final String ID = "stack.certificate";
  static final String SUBJECT = Messages.of("certificate-of-the-door");

  private final DoorCertificates certificates;

  CertificateCheck(Cluster cluster, StackOptions options) {
    this.certificates = new DoorCertificates(cluster, options);
  }

  Finding finding(Instant now) throws InterruptedException {
    try {
      return certificates
          .standing()
          .flatMap(each -> judged(each, now))
          .orElseGet(
              () -> Finding.ok(ID, SUBJECT, Messages.of("there-is-none-yet-install-makes-it")));
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      return Finding.ok(ID, SUBJECT, Messages.of("only-who-installs-can-read-it"));
    }
  }

  private Optional<Finding> judged(DoorCertificate certificate, Instant now) {
    return CertificateLife.of(certificate.certificate())
        .map(
            life -> {
              long days = Math.max(0, life.left(now).toDays());
              Remedy renew = new Remedy.Command(Messages.of("renew-it"), "mooring install");
              if (life.left(now).isNegative()) {
                return Finding.blocker(
                    ID, SUBJECT, Messages.of("expired-on", life.until().toString()), renew);
              }
              return certificates.good(certificate, now)
                  ? Finding.ok(ID, SUBJECT, Messages.of("valid-for-days", days))
                  : Finding.warning(ID, SUBJECT, Messages.of("near-its-end-days", days), renew);
            });
  }
}
