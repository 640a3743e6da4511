package io.petaforge.maas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A machine that is deployed anew in place. Its drives are off MAAS's list meanwhile and its addresses are held fast; what
 * MAAS had of both stands here until the machine is given back.
 *
 * @param node MAAS's system id
 * @param before the machine in MAAS's words, before the first time
 */
record Renewal(String node, Stage stage, JsonNode before) {
    /** How far it has come, by what is written before each request and after each answer. */
    enum Stage {
        /** MAAS is being asked to release it, or to allocate it again: whose it is is known only to MAAS. */
        LEAVING,
        /** It is ours again, and will be deployed. */
        BACK,
        /** It is deployed, its drives are on MAAS's list again, without their tags, which MAAS takes from nobody then. */
        DONE
    }

    Renewal {
        requireNonNull(node, "node");
        requireNonNull(stage, "stage");
        before = before.deepCopy();
    }

    /** Of a machine that MAAS has just described so. */
    static Renewal begun(String node, JsonNode described) {
        JsonNode before = described.deepCopy();
        if (before instanceof ObjectNode fields) {
            // Half of the text, and the same drives as in the list of physical ones.
            fields.remove("blockdevice_set");
        }
        return new Renewal(node, Stage.LEAVING, before);
    }

    Renewal at(Stage next) {
        return new Renewal(node, next, before);
    }

    /** As it was, deployed and with all its drives. */
    Node asBefore() {
        return NodeReader.read(before);
    }

    /** As it is now, with drives as they were: those that MAAS was told of again have no tags, hence no medium. */
    Node withDrives(Node now) {
        Node then = asBefore();
        return now.with(then.bootDrive(), then.drives());
    }
}
