# Free bytes and inodes on the file systems that hold the agent, its logs and its work folder.
show df df -Pk "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work"
show df-inodes df -Pi "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work"
