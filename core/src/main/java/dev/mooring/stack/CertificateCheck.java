package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.Ownership;
import java.time.Instant;
import java.util.Optional;

/// How long the door's certificate is still good.
final class CertificateCheck {
  static final String ID = "stack.certificate";
  static final String SUBJECT = Messages.of("certificate-of-the-door");

  private final Cluster cluster;
  private final StackOptions options;
  private final DoorCertificates certificates;

  CertificateCheck(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.certificates = new DoorCertificates(cluster, options);
  }

  Finding finding(Instant now) throws InterruptedException {
    try {
      Optional<Finding> judged = certificates.standing().flatMap(each -> judged(each, now));
      return judged.isPresent() ? judged.get() : none();
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      return Finding.ok(ID, SUBJECT, Messages.of("only-who-installs-can-read-it"));
    }
  }

  /// A registry that came from a file has none: keys are in no file.
  private Finding none() throws InterruptedException {
    return isMissing()
        ? Finding.warning(
            ID,
            SUBJECT,
            Messages.of("the-pods-wait-for-the-certificate"),
            new Remedy.Command(Messages.of("create-it"), "mooring install"))
        : Finding.ok(ID, SUBJECT, Messages.of("there-is-none-yet-install-makes-it"));
  }

  /// Whether the registry is there and its certificate is not. Who may not read it can't tell.
  boolean isMissing() throws InterruptedException {
    try {
      return certificates.standing().isEmpty()
          && cluster
              .get(Kind.DEPLOYMENT, options.namespace(), StackOptions.REGISTRY)
              .filter(each -> Ownership.belongs(each, options))
              .isPresent();
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return false;
      }
      throw e;
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
                  ? Finding.ok(ID, SUBJECT, Messages.count("valid-for-days", days))
                  : Finding.warning(ID, SUBJECT, Messages.count("near-its-end-days", days), renew);
            });
  }
}
