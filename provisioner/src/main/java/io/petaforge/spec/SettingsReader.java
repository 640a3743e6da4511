package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a map of settings that is handed on to Ceph or Spark, name by name. */
abstract class SettingsReader {
    /** The settings that can be handed on; what is wrong with the others has been noted. */
    final Map<String, String> read(Fields fields) {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, Cursor> entries = fields.get("settings")
                .filter(section -> !section.isBlank())
                .map(Cursor::entries)
                .orElse(Map.of());
        entries.forEach((name, cursor) -> {
            if (References.isSecretSetting(name)) {
                cursor.reject(
                        InventoryCode.INLINE_SECRET,
                        "a setting of this name holds a secret, and would stand in the file and in plans",
                        "Remove it; petaforge makes and distributes the secrets of the cluster itself.");
                return;
            }
            Optional<String> value = cursor.value(text -> {
                check(name, text);
                return text;
            });
            value.ifPresent(text -> {
                if (text.contains("\n")) {
                    cursor.reject(InventoryCode.WRONG_SHAPE, "a setting has one line", "Write the value on one line.");
                } else {
                    settings.put(canonical(name), text);
                }
            });
        });
        return settings;
    }

    /** The name as it is handed on. */
    abstract String canonical(String name);

    /**
     * Refuses what the service does not know by that name, or what may not be set by the user.
     *
     * @throws BadValue with the reason
     */
    abstract void check(String name, String value) throws BadValue;
}
