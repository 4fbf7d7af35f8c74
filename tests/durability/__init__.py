"""What becomes of acknowledged writes when processes die, power goes, disks fill and schemas change."""
