package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What an Event is going to tell. Ten thousand may wait to be written, so it holds no more than its Event cannot do without.
 *
 * @param uid the resource's
 * @param isNormal whether nobody needs to do anything
 * @param reason a CamelCase word
 */
record Announcement(
        String namespace, String name, String uid, Instant time, boolean isNormal, String reason, String note) {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    /** In bytes: the API server refuses longer ones. */
    private static final int MAX_NOTE = 1024;

    static Announcement about(
            KonnectAPIAuthConfiguration resource, Instant time, boolean isNormal, String reason, String note) {
        var metadata = resource.getMetadata();
        return new Announcement(
                metadata.getNamespace(), metadata.getName(), metadata.getUid(), time, isNormal, reason, cut(note));
    }

    /** @param instance who tells: the pod's or host's name */
    Event by(String instance) {
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(name + "-")
                .withNamespace(namespace)
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(time.atOffset(ZoneOffset.UTC))))
                .withType(isNormal ? "Normal" : "Warning")
                .withReason(reason)
                .withAction("Check")
                .withNote(note)
                .withReportingController("konnect-auth-operator")
                .withReportingInstance(instance)
                .withNewRegarding()
                .withApiVersion(KonnectAPIAuthConfiguration.GROUP + "/" + KonnectAPIAuthConfiguration.VERSION)
                .withKind(KonnectAPIAuthConfiguration.KIND)
                .withNamespace(namespace)
                .withName(name)
                .withUid(uid)
                .endRegarding()
                .build();
    }

    private static String cut(String note) {
        var bytes = note.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_NOTE) {
            return note;
        }
        var end = MAX_NOTE;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
