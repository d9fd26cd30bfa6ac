"""The tab of ALI where it is played on images."""
